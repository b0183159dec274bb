const ACCESS_KEY_ID = /\b(A[KS]IA)[A-Z0-9]{12,}\b/g;
const LONG_RUN = /[A-Za-z0-9+/=]{40,}/g;
/** From here on AWS quotes the request that was signed, session token included. */
const CANONICAL = 'The Canonical String for this request should have been';

/** A text without anything in it that could be a key or a token. Names and ARNs stay: who was refused is what the reader must know. */
export function redact(text: string): string {
  const quoted = text.indexOf(CANONICAL);
  return (quoted === -1 ? text : text.slice(0, quoted).trimEnd())
    .replace(ACCESS_KEY_ID, '$1[redacted]')
    .replace(LONG_RUN, (run) => (looksRandom(run) ? '[redacted]' : run));
}

/** Keys and tokens mix capitals, small letters and digits; words strung together to that length rarely have all three. */
function looksRandom(run: string): boolean {
  return /[A-Z]/.test(run) && /[a-z]/.test(run) && /[0-9]/.test(run);
}

/** Deeper chains than anybody makes, and an end to circular ones. */
const LONGEST_CHAIN = 10;

/**
 * The same error with its own message and stack, and those of its causes, redacted: whoever logs an error logs its causes with it. It stays
 * the same object, so that it is recognised; one that cannot be changed is replaced.
 */
export function redactError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error) || depth > LONGEST_CHAIN) return typeof error === 'string' ? redact(error) : error;
  try {
    for (const member of ['message', 'stack'] as const) {
      const text: unknown = error[member];
      if (typeof text !== 'string') continue;
      const clean = redact(text);
      if (clean !== text) Object.defineProperty(error, member, { value: clean, configurable: true, writable: true });
    }
    if (error.cause !== undefined) {
      const cause = redactError(error.cause, depth + 1);
      if (cause !== error.cause)
        Object.defineProperty(error, 'cause', { value: cause, configurable: true, writable: true });
    }
    return error;
  } catch {
    return new Error('an error that holds a secret and cannot be changed');
  }
}
