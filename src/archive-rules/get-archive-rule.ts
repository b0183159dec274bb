import { resolveAnalyzer } from '../analyzers/resolve-analyzer.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import type { ArchiveRule } from '../model/archive-rule.ts';
import { readArchiveRule } from './find-archive-rule.ts';
import { checkRuleInput, type ArchiveRuleRef } from './rule-input.ts';

/** Options of {@link getArchiveRule}. */
export interface GetArchiveRuleOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads one archive rule. A name or an ARN of the analyzer costs one GetAnalyzer.
 *
 * IAM actions: `access-analyzer:GetAnalyzer`, `access-analyzer:GetArchiveRule`.
 *
 * @throws {@link InvalidInputError}; an error with code `REGION_MISMATCH`; {@link AwsCallError}, with the problem `not-found`
 * when there is no such analyzer or rule; `signal.reason` on an abort.
 *
 * @example
 * ```ts
 * const { filter } = await getArchiveRule(client, { analyzer, ruleName: 'partner-reads-reports' });
 * ```
 */
export async function getArchiveRule(
  client: AccessAnalyzerClientLike,
  input: ArchiveRuleRef,
  { signal }: GetArchiveRuleOptions = {},
): Promise<ArchiveRule> {
  checkRuleInput(input);
  const { ruleName } = input;
  const analyzer = await resolveAnalyzer(client, input.analyzer, { signal });
  return readArchiveRule(client, { analyzer, ruleName, signal });
}
