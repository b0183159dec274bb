import { checkRef, resolveAnalyzer } from '../analyzers/resolve-analyzer.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import type { AnalyzerRef } from '../model/analyzer.ts';
import type { ArchiveRule } from '../model/archive-rule.ts';
import { compareBy } from '../model/compare.ts';
import { iterateArchiveRulePages } from './iterate-archive-rule-pages.ts';

/** Options of {@link listArchiveRules}. */
export interface ListArchiveRulesOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lists all archive rules of an analyzer, sorted by name: all of them, or an error. A name or an ARN costs one GetAnalyzer.
 *
 * Some analyzers of unused access have been seen to refuse the call as invalid, with the problem `invalid-request`.
 *
 * IAM actions: `access-analyzer:GetAnalyzer`, `access-analyzer:ListArchiveRules`.
 *
 * @throws {@link InvalidInputError}; an error with code `REGION_MISMATCH`; {@link AwsCallError}; `signal.reason` on an abort.
 *
 * @example
 * ```ts
 * for (const rule of await listArchiveRules(client, analyzer)) console.log(rule.ruleName, lintArchiveRule(rule));
 * ```
 */
export async function listArchiveRules(
  client: AccessAnalyzerClientLike,
  analyzer: AnalyzerRef,
  { signal }: ListArchiveRulesOptions = {},
): Promise<readonly ArchiveRule[]> {
  checkRef(analyzer);
  const resolved = await resolveAnalyzer(client, analyzer, { signal });
  const rules = new Map<string, ArchiveRule>();
  for await (const page of iterateArchiveRulePages(client, resolved, { signal })) {
    for (const rule of page) rules.set(rule.ruleName, rule);
  }
  return [...rules.values()].sort(compareBy(({ ruleName }) => ruleName));
}
