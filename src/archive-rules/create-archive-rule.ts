import { CreateArchiveRuleCommand } from '@aws-sdk/client-accessanalyzer';
import { callAws } from '../clients/call-aws.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { toSdkFilter } from '../clients/to-sdk-filter.ts';
import { AwsCallError } from '../errors/aws-call-error.ts';
import { equalFilters } from '../filters/equal-filters.ts';
import { journaled } from '../journal/journaled.ts';
import type { ArchiveRule } from '../model/archive-rule.ts';
import type { ArchiveRuleChange, ArchiveRuleWriteOptions } from './archive-rule-change.ts';
import { ArchiveRuleConflictError } from './archive-rule-conflict-error.ts';
import { changeRule, type RuleSteps, type RuleToWrite } from './change-rule.ts';
import { findArchiveRule, ruleArn } from './find-archive-rule.ts';
import type { ArchiveRuleContent } from './rule-input.ts';

/**
 * Makes an archive rule. AWS archives new findings by it from then on; with `applyToExisting: true` those that exist, too, and the result
 * says which.
 *
 * A rule of the same name and filter is a success, `unchanged`; one with another filter a conflict, which changes nothing. So the same call
 * can be repeated. A filter that does not rule public access out is refused without `allowPublic: true`. Filters cannot name actions: a
 * rule also hides wider access that the same principal is given later.
 *
 * Everything is read and checked before the rule is written. An abort rejects with `signal.reason` wherever it comes; what was written
 * until then stays, and stands in the journal.
 *
 * IAM actions: `access-analyzer:ApplyArchiveRule`, `access-analyzer:CreateArchiveRule`, `access-analyzer:GetAnalyzer`,
 * `access-analyzer:GetArchiveRule`, `access-analyzer:ListFindings`.
 *
 * @throws {@link InvalidInputError} and an error with code `REGION_MISMATCH` before any call; errors with the codes
 * `READ_ONLY_ANALYZER`, `HIDES_PUBLIC_ACCESS` and `CONFLICT` ({@link ArchiveRuleConflictError}) before any write;
 * {@link JournalError}; {@link AwsCallError}; {@link IncompleteChangeError} when the rule was made and could not be applied.
 *
 * @example
 * ```ts
 * const { change, archived } = await createArchiveRule(client, {
 *   analyzer,
 *   ruleName: 'partner-reads-reports',
 *   filter: {
 *     resource: { eq: 'arn:aws:s3:::reports' },
 *     'principal.AWS': { eq: '444455556666' },
 *     isPublic: { eq: false },
 *   },
 *   applyToExisting: true,
 * }, { journal: 'changes.jsonl', reason: 'TICKET-42' });
 * ```
 */
export async function createArchiveRule(
  client: AccessAnalyzerClientLike,
  input: ArchiveRuleContent,
  options: ArchiveRuleWriteOptions = {},
): Promise<ArchiveRuleChange> {
  return changeRule(client, input, options, {
    read: (rule) => findOwn(client, rule),
    plan,
    write: (rule) => create(client, rule, options),
  });
}

/** The rule that is there already, which must be the one that is wanted. */
async function findOwn(
  client: AccessAnalyzerClientLike,
  rule: RuleToWrite,
  cause?: AwsCallError,
): Promise<ArchiveRule | undefined> {
  const existing = await findArchiveRule(client, rule);
  if (existing === undefined || equalFilters(existing.filter, rule.filter)) return existing;
  throw new ArchiveRuleConflictError(existing, rule.filter, cause === undefined ? {} : { cause });
}

const plan: RuleSteps['plan'] = ({ filter, ruleName }, existing) =>
  existing === undefined ? { rule: { ruleName, filter }, change: 'created' } : { rule: existing, change: 'unchanged' };

async function create(
  client: AccessAnalyzerClientLike,
  rule: RuleToWrite,
  options: ArchiveRuleWriteOptions,
): ReturnType<RuleSteps['write']> {
  const { analyzer, clientToken, filter, ruleName, signal } = rule;
  const context = { operation: 'CreateArchiveRule', region: analyzer.region };
  const command = new CreateArchiveRuleCommand({
    analyzerName: analyzer.name,
    ruleName,
    filter: toSdkFilter(filter),
    ...(clientToken === undefined ? {} : { clientToken }),
  });
  const change = { ...context, account: analyzer.account, target: ruleArn(rule), before: null, after: { filter } };
  try {
    await journaled(change, options, () => callAws(client, command, { ...context, signal }));
    return plan(rule, undefined);
  } catch (cause) {
    if (!(cause instanceof AwsCallError) || cause.problem.awsError !== 'ConflictException') throw cause;
    // Somebody made it since it was looked for, or an earlier attempt of this very call did.
    const existing = await findOwn(client, rule, cause);
    if (existing === undefined) throw cause;
    return plan(rule, existing);
  }
}
