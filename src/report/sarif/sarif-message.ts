import { oneLine } from '../../remediation/one-line.ts';

/**
 * A text as a SARIF message (3.11): in one line, with braces doubled, since `{0}` is a placeholder, and brackets and backslashes
 * escaped, since `[text](destination)` is a link.
 */
export function sarifMessage(text: string): { readonly text: string } {
  return {
    text: oneLine(text)
      .replace(/[{}]/g, '$&$&')
      .replace(/[\\[\]]/g, '\\$&'),
  };
}
