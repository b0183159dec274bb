import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { found } from '../errors/found.ts';
import { canonicalFilter } from '../filters/equal-filters.ts';
import { normalizeFilter } from '../filters/normalize-filter.ts';
import { refuseHidingPublicFilter } from '../filters/refuse-hiding-public.ts';
import type { Analyzer } from '../model/analyzer.ts';
import type { Filter } from '../model/archive-rule.ts';
import type { ArchiveRuleWriteOptions } from './archive-rule-change.ts';
import { openAnalyzer } from './open-analyzer.ts';
import { checkRuleInput, type ArchiveRuleContent } from './rule-input.ts';

/** A rule that may be written. */
export interface PreparedRule {
  readonly analyzer: Analyzer;
  /** As AWS takes it, in AWS's order. */
  readonly filter: Filter;
}

/**
 * Checks a rule that is to be written: everything that can be known without a call first, the rest (what the analyzer looks for, whose it
 * is) with one GetAnalyzer.
 *
 * @throws {@link InvalidInputError}; errors with the codes `REGION_MISMATCH`, `READ_ONLY_ANALYZER` and `HIDES_PUBLIC_ACCESS`;
 * {@link AwsCallError}; `signal.reason` on an abort.
 */
export async function prepareRule(
  client: AccessAnalyzerClientLike,
  input: ArchiveRuleContent,
  options: ArchiveRuleWriteOptions,
): Promise<PreparedRule> {
  checkRuleInput(input, options);
  const { allowPublic, analyzer: ref, ruleName } = input;
  const check = (access: Analyzer['access'] | undefined): Filter => {
    const filter = normalizeFilter(input.filter, { use: 'archive-rule', access });
    const what = `The archive rule ${found(ruleName)}`;
    if (access !== undefined) refuseHidingPublicFilter(filter, { access, allowPublic, what });
    return canonicalFilter(filter);
  };
  check(typeof ref === 'string' ? undefined : ref.access);
  const analyzer = await openAnalyzer(client, ref, options.signal);
  return { analyzer, filter: check(analyzer.access) };
}
