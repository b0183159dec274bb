import { redact } from '../errors/redact.ts';

const CONTROL = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

/**
 * A message of AWS or Node made fit for a report: one line, bounded, without anything that could be a key or a token. Names and
 * ARNs stay: who was refused is what the reader must know.
 */
export function cleanText(text: string, limit: number): string {
  const line = redact(text).replace(CONTROL, ' ').replace(/ {2,}/g, ' ').trim();
  return truncate(line, limit);
}

/** The text, or as much of it as fits before an ellipsis. */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // A cut between the halves of a surrogate pair would leave text that is not valid Unicode.
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
