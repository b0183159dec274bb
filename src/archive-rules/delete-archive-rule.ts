import { DeleteArchiveRuleCommand } from '@aws-sdk/client-accessanalyzer';
import { callAws } from '../clients/call-aws.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { journaled } from '../journal/journaled.ts';
import type { WriteOptions } from '../journal/write-options.ts';
import type { ArchiveRule } from '../model/archive-rule.ts';
import type { ArchiveRuleDeletion } from './archive-rule-change.ts';
import { isMissing, readArchiveRule, ruleArn } from './find-archive-rule.ts';
import { openAnalyzer } from './open-analyzer.ts';
import { checkRuleInput, type DeleteArchiveRuleInput } from './rule-input.ts';

/**
 * Deletes an archive rule. It un-archives nothing: findings that the rule archived stay ARCHIVED until somebody sets them ACTIVE
 * (`unarchiveFindings`) or their access goes away. New findings are no longer archived by it.
 *
 * A rule that is not there is an error, since a misspelt name must not pass for a deletion.
 *
 * IAM actions: `access-analyzer:DeleteArchiveRule`, `access-analyzer:GetAnalyzer`, `access-analyzer:GetArchiveRule`.
 *
 * @throws {@link InvalidInputError} and an error with code `REGION_MISMATCH` before any call; an error with code
 * `READ_ONLY_ANALYZER`; {@link AwsCallError}, with the problem `not-found` when there is no such rule; {@link JournalError};
 * `signal.reason` on an abort.
 *
 * @example
 * ```ts
 * const { rule } = await deleteArchiveRule(client, { analyzer, ruleName: 'partner-reads-reports' });
 * ```
 */
export async function deleteArchiveRule(
  client: AccessAnalyzerClientLike,
  input: DeleteArchiveRuleInput,
  options: WriteOptions = {},
): Promise<ArchiveRuleDeletion> {
  return deleteChecked(client, input, options);
}

/** As {@link deleteArchiveRule}, for whoever knows what the rule must be: `check` throws when the one that was read is another. */
export async function deleteChecked(
  client: AccessAnalyzerClientLike,
  input: DeleteArchiveRuleInput,
  options: WriteOptions,
  check?: (rule: ArchiveRule) => void,
): Promise<ArchiveRuleDeletion> {
  checkRuleInput(input, options);
  const { clientToken, ruleName } = input;
  const { dryRun = false, signal } = options;
  const analyzer = await openAnalyzer(client, input.analyzer, signal);
  const place = { analyzer, ruleName, signal };
  const rule = await readArchiveRule(client, place);
  check?.(rule);
  if (dryRun) return { rule, change: 'deleted', dryRun };
  const context = { operation: 'DeleteArchiveRule', region: analyzer.region };
  const command = new DeleteArchiveRuleCommand({
    analyzerName: analyzer.name,
    ruleName,
    ...(clientToken === undefined ? {} : { clientToken }),
  });
  const before = { filter: rule.filter };
  const change = { ...context, account: analyzer.account, target: ruleArn(place), before, after: null };
  try {
    await journaled(change, options, () => callAws(client, command, { ...context, signal }));
    return { rule, change: 'deleted', dryRun };
  } catch (error) {
    if (!isMissing(error)) throw error;
    return { rule, change: 'unchanged', dryRun };
  }
}
