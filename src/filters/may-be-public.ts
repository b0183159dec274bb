import type { Finding } from '../model/finding.ts';

/**
 * Whether a finding is, or cannot be ruled out to be, of public access. An absent `isPublic` may be public, and so may a
 * kind of finding that this release does not know; unused and internal access never is.
 *
 * @example
 * ```ts
 * const accepted = findings.filter((finding) => !mayBePublic(finding));
 * ```
 */
export function mayBePublic(finding: Finding): boolean {
  if (finding.findingType === 'Unknown') return true;
  return finding.findingType === 'ExternalAccess' && finding.isPublic !== false;
}
