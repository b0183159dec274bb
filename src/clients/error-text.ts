const CONTROL = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;
const ACCESS_KEY_ID = /\b(A[KS]IA)[A-Z0-9]{12,}\b/g;
const LONG_RUN = /[A-Za-z0-9+/=]{40,}/g;
/** From here on AWS quotes the request that was signed, session token included. */
const CANONICAL = /\s*The Canonical String for this request should have been[\s\S]*$/;

/**
 * A message of AWS or Node made fit for a report: one line, bounded, without anything that could be a key or a token. Names and
 * ARNs stay: who was refused is what the reader must know.
 */
export function cleanText(text: string, limit: number): string {
  const line = text
    .replace(CANONICAL, '')
    .replace(CONTROL, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .replace(ACCESS_KEY_ID, '$1[redacted]')
    .replace(LONG_RUN, (run) => (looksRandom(run) ? '[redacted]' : run));
  return truncate(line, limit);
}

/** The text, or as much of it as fits before an ellipsis. */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // A cut between the halves of a surrogate pair would leave text that is not valid Unicode.
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Keys and tokens mix capitals, small letters and digits; words strung together to that length rarely have all three. */
function looksRandom(run: string): boolean {
  return /[A-Z]/.test(run) && /[a-z]/.test(run) && /[0-9]/.test(run);
}
