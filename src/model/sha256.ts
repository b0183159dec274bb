import { hash } from 'node:crypto';

/** The SHA-256 of a text's UTF-8 bytes, as 64 hexadecimal digits. In one call: a `Hash` object costs more than the hash. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
