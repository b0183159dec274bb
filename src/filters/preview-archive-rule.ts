import type { FilterInput } from '../model/archive-rule.ts';
import type { Finding } from '../model/finding.ts';
import { matchFilter } from './match-filter.ts';
import { mayBePublic } from './may-be-public.ts';

/** What a rule would do to findings: each one stands in exactly one of `matched`, `uncertain` and `unmatched`. */
export interface ArchiveRulePreview {
  /** The rule certainly hides these. */
  readonly matched: readonly Finding[];
  /** Those of `matched` that are public, or may be: `isPublic` absent. */
  readonly publicMatched: readonly Finding[];
  /** The rule may hide these: AWS does not say, or the finding at hand does not tell. Look before you archive. */
  readonly uncertain: readonly Finding[];
  /** Those of `uncertain` that are public, or may be. */
  readonly publicUncertain: readonly Finding[];
  /** The rule certainly leaves these alone. */
  readonly unmatched: readonly Finding[];
}

/**
 * Says which findings an archive rule would hide, offline, whatever their status. A rule itself touches new findings
 * only; applying it (`applyArchiveRule`) touches those that exist.
 *
 * @example
 * ```ts
 * const { matched, publicMatched, uncertain } = previewArchiveRule({ resourceOwnerAccount: { eq: '111122223333' } }, findings);
 * ```
 */
export function previewArchiveRule(filter: FilterInput, findings: Iterable<Finding>): ArchiveRulePreview {
  const matched: Finding[] = [];
  const uncertain: Finding[] = [];
  const unmatched: Finding[] = [];
  const byMatch = { yes: matched, uncertain, no: unmatched };
  for (const finding of findings) byMatch[matchFilter(finding, filter)].push(finding);
  return {
    matched,
    publicMatched: matched.filter(mayBePublic),
    uncertain,
    publicUncertain: uncertain.filter(mayBePublic),
    unmatched,
  };
}
