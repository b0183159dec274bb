import { InvalidInputError } from '../../errors/invalid-input-error.ts';
import { found } from '../../errors/found.ts';
import { parseHclString } from './hcl-string.ts';

/** One word, text or sign of an HCL file. Line breaks and comments are gone. */
export interface HclToken {
  readonly kind: 'identifier' | 'string' | 'sign' | 'end';
  /** A string's text is decoded. */
  readonly text: string;
  readonly line: number;
}

const TOKEN =
  /(?<space>\s+)|(?<comment>#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<identifier>[A-Za-z_][\w-]*)|"(?<string>(?:[^"\\\n]|\\[^\n])*)"|(?<sign>[{}[\]=,])/y;

/**
 * Splits HCL into tokens, as far as literal blocks go.
 *
 * @throws {@link InvalidInputError} naming the line, for an expression, a template, a heredoc and whatever else is no
 * literal.
 */
export function hclTokens(source: string): HclToken[] {
  const tokens: HclToken[] = [];
  const pattern = new RegExp(TOKEN);
  let line = 1;
  while (pattern.lastIndex < source.length) {
    const start = pattern.lastIndex;
    const match = pattern.exec(source);
    if (match === null) throw hclError(line, found(source.slice(start, start + 20)), 'a literal');
    const { identifier, string, sign } = match.groups ?? {};
    if (identifier !== undefined) tokens.push({ kind: 'identifier', text: identifier, line });
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, line });
    if (string !== undefined) {
      const text = parseHclString(string);
      if (text === undefined) throw hclError(line, found(string), 'a string without templates');
      tokens.push({ kind: 'string', text, line });
    }
    line += match[0].split('\n').length - 1;
  }
  return [...tokens, { kind: 'end', text: 'the end of the text', line }];
}

/** An error at a line of an HCL file. */
export function hclError(line: number, foundText: string, expected: string): InvalidInputError {
  return new InvalidInputError('Terraform', [{ path: `line ${line}`, found: foundText, expected }]);
}
