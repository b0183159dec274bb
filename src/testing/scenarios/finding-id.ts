import { createHash } from 'node:crypto';

/** A finding id in AWS's form (a UUID), the same for the same parts. */
export function findingId(...parts: readonly (string | number)[]): string {
  const digest = createHash('sha256').update(parts.join('\n')).digest('hex');
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `4${digest.slice(13, 16)}`,
    `8${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-');
}
