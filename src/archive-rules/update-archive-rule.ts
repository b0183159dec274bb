import { UpdateArchiveRuleCommand } from '@aws-sdk/client-accessanalyzer';
import { callAws } from '../clients/call-aws.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { toSdkFilter } from '../clients/to-sdk-filter.ts';
import { equalFilters } from '../filters/equal-filters.ts';
import { journaled } from '../journal/journaled.ts';
import type { ArchiveRule } from '../model/archive-rule.ts';
import { present } from '../model/loose.ts';
import type { ArchiveRuleChange, ArchiveRuleWriteOptions } from './archive-rule-change.ts';
import { changeRule, type RuleSteps } from './change-rule.ts';
import { readArchiveRule, ruleArn } from './find-archive-rule.ts';
import type { ArchiveRuleContent } from './rule-input.ts';

/**
 * Replaces the filter of an archive rule that exists. A filter that is the same to AWS (in another order, say) is a success without a
 * write, `unchanged`.
 *
 * What the old filter archived stays archived: narrowing a rule un-archives nothing. AWS archives new findings by the new filter; with
 * `applyToExisting: true` those that exist, too, and the result says which. The guard against hiding public access is that of
 * {@link createArchiveRule}, also for a filter that the rule already has.
 *
 * IAM actions: `access-analyzer:ApplyArchiveRule`, `access-analyzer:GetAnalyzer`, `access-analyzer:GetArchiveRule`,
 * `access-analyzer:ListFindings`, `access-analyzer:UpdateArchiveRule`.
 *
 * @throws {@link InvalidInputError} and an error with code `REGION_MISMATCH` before any call; errors with the codes
 * `READ_ONLY_ANALYZER`, `HIDES_PUBLIC_ACCESS` and `STATE_CHANGED` before any write; {@link AwsCallError}, with the problem `not-found`
 * when there is no such rule; {@link JournalError}; {@link IncompleteChangeError} when the rule was updated and could not be applied;
 * `signal.reason` on an abort.
 *
 * @example
 * ```ts
 * const { change } = await updateArchiveRule(client, {
 *   analyzer,
 *   ruleName: 'partner-reads-reports',
 *   filter: { 'principal.AWS': { eq: ['444455556666', '777788889999'] }, isPublic: { eq: false } },
 * });
 * ```
 */
export async function updateArchiveRule(
  client: AccessAnalyzerClientLike,
  input: ArchiveRuleContent,
  options: ArchiveRuleWriteOptions = {},
): Promise<ArchiveRuleChange> {
  return updateChecked(client, input, options);
}

/** As {@link updateArchiveRule}, for whoever knows what the rule must be: `check` throws when the one that was read is another. */
export async function updateChecked(
  client: AccessAnalyzerClientLike,
  input: ArchiveRuleContent,
  options: ArchiveRuleWriteOptions,
  check?: (rule: ArchiveRule) => void,
): Promise<ArchiveRuleChange> {
  return changeRule(client, input, options, {
    read: async (rule) => {
      const existing = await readArchiveRule(client, rule);
      check?.(existing);
      return existing;
    },
    plan,
    write: async (rule, existing) => {
      const { analyzer, clientToken, filter, ruleName, signal } = rule;
      const context = { operation: 'UpdateArchiveRule', region: analyzer.region };
      const command = new UpdateArchiveRuleCommand({
        analyzerName: analyzer.name,
        ruleName,
        filter: toSdkFilter(filter),
        ...(clientToken === undefined ? {} : { clientToken }),
      });
      const before = { filter: existing?.filter };
      const change = { ...context, account: analyzer.account, target: ruleArn(rule), before, after: { filter } };
      await journaled(change, options, () => callAws(client, command, { ...context, signal }));
      return plan(rule, existing);
    },
  });
}

/** The rule as it will be has no `updatedAt`, which only AWS knows. */
const plan: RuleSteps['plan'] = ({ filter, ruleName }, existing) => {
  if (existing !== undefined && equalFilters(existing.filter, filter)) return { rule: existing, change: 'unchanged' };
  return { rule: present({ ruleName, filter, createdAt: existing?.createdAt }), change: 'updated' };
};
