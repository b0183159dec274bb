import { compareStrings } from './compare.ts';
import type { ConditionDescription } from './descriptions.ts';
import type { Finding } from './finding.ts';

/**
 * The conditions that narrow an access, ordered by key. Each must hold, but AWS does not say with which operator, so
 * that `aws:SourceIp` may as well be what is excluded. Empty for a finding without conditions.
 *
 * @example
 * ```ts
 * for (const { key, value } of describeCondition(role)) console.log(key, value); // sts:ExternalId acme-2026
 * ```
 */
export function describeCondition(finding: Finding): ConditionDescription[] {
  if (!('condition' in finding)) return [];
  return Object.entries(finding.condition)
    .sort(([left], [right]) => compareStrings(left, right))
    .map(([key, value]) => ({ key, value, scope: isGlobal(key) ? 'global' : 'service' }));
}

/** IAM ignores the case of condition keys. */
function isGlobal(key: string): boolean {
  return key.slice(0, 'aws:'.length).toLowerCase() === 'aws:';
}
