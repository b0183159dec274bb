import { oneLine } from '../remediation/one-line.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * A text from outside for XML 1.0, in an attribute or an element. What XML cannot hold at all, not even by reference
 * (control characters, lone surrogates, U+FFFE and U+FFFF), is written as `\u{0}` or as U+FFFD.
 */
export function xmlText(text: string): string {
  return oneLine(text)
    .replace(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
}
