import type { ReasonCode } from './reason.ts';

const ABOUT_FINDINGS: ReadonlySet<unknown> = new Set<ReasonCode>([
  'active-findings',
  'archived-public',
  'error-findings',
  'unknown-status',
  'unknown-finding-type',
]);

/** Whether a reason tells of what was found in a Region, rather than why the Region is not read or not covered. */
export function isAboutFindings(code: unknown): boolean {
  return ABOUT_FINDINGS.has(code);
}
