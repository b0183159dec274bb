import { stripVTControlCharacters } from 'node:util';

/**
 * Breaks lines between words for a terminal of so many columns, and indents what follows under its beginning. A word that is longer than
 * a line, an ARN say, stays whole, so that it can be copied.
 */
export function wrap(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, columns))
    .join('\n');
}

/** For standard output: as it is, unless that is a terminal. */
export function wrapForTerminal(text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return stream.isTTY ? wrap(text, stream.columns) : text;
}

function wrapLine(line: string, columns: number): string {
  if (width(line) <= columns) return line;
  const indent = ' '.repeat(hangingIndent(line, columns));
  const [, lead = '', rest = ''] = /^(\s*)(.*)$/su.exec(line) ?? [];
  const lines: string[] = [];
  let current = lead;
  let empty = true;
  // With the spaces that follow each word, which hold columns in place.
  for (const [word] of rest.matchAll(/\S+\s*/gu)) {
    if (!empty && width(current) + width(word.trimEnd()) > columns) {
      lines.push(current.trimEnd());
      current = indent;
    }
    current += word;
    empty = false;
  }
  return [...lines, current.trimEnd()].join('\n');
}

/** Under the text behind a label (`Scope     account …`, `  --region A    where …`), else two columns further in than the line. */
function hangingIndent(line: string, columns: number): number {
  const plain = stripVTControlCharacters(line);
  const label = /^ *\S+(?: \S+)* {2,}(?=\S)/u.exec(plain)?.[0].length;
  return label !== undefined && label <= columns / 3 ? label : plain.length - plain.trimStart().length + 2;
}

function width(text: string): number {
  return stripVTControlCharacters(text).length;
}
