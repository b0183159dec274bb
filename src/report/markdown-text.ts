import { oneLine } from '../remediation/one-line.ts';

/** What means nothing to a Markdown renderer wherever it stands. Letters of every script, digits, space, slash, comma, hyphen. */
const PLAIN = /[^\p{L}\p{N} /,-]/gu;

/**
 * A text from outside as Markdown that renders as that text and nothing else: no markup, no HTML, no link. On GitHub `@` would
 * call somebody and `#` link to an issue even behind a character reference, so that both stand in a code element.
 */
export function markdownText(text: string): string {
  return oneLine(text).replace(PLAIN, (sign) =>
    sign === '@' || sign === '#' ? `<code>${reference(sign)}</code>` : reference(sign),
  );
}

/** The same in a code element, where GitHub calls nobody and links nothing. */
export function markdownCode(text: string): string {
  return `<code>${oneLine(text).replace(PLAIN, reference)}</code>`;
}

function reference(sign: string): string {
  return `&#${sign.codePointAt(0) ?? 0xfffd};`;
}
