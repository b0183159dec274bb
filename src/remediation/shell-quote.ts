/**
 * Quotes a text as one word of a POSIX shell. Inside single quotes nothing is special but the quote itself, which is
 * closed, escaped and opened again.
 */
export function shellQuote(text: string): string {
  return /^[\w./:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * Whether a text from outside may stand as a value on a command line of the AWS CLI. Not so, however it is quoted:
 * control and invisible characters, which a terminal may obey when a line is pasted; a leading `-`, which is an option;
 * `file://` and its like, which make the CLI read a file or an address instead.
 */
export function isSafeArgument(text: string): boolean {
  return text !== '' && !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text) && !/^(?:-|(?:fileb?|https?):\/\/)/i.test(text);
}
