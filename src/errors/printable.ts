/** Controls, what cannot be seen, what turns the direction of text around, line ends, halves of characters. */
const STEERING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A text from outside as part of a message: one line that steers no terminal, page or log, with what it hid written as `\u{a}`, of at most
 * `limit` characters.
 */
export function printable(text: string, limit: number): string {
  // Cut before it is looked at: a megabyte is not worth the time.
  const cut = text.length > limit;
  const shown = (cut ? text.slice(0, limit) : text).replace(
    STEERING,
    (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return cut || shown.length > limit ? `${shown.slice(0, limit - 1)}…` : shown;
}
