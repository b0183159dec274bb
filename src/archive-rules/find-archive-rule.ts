import { GetArchiveRuleCommand } from '@aws-sdk/client-accessanalyzer';
import { callAws } from '../clients/call-aws.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { makeProblem } from '../clients/to-problem.ts';
import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { AwsCallError } from '../errors/aws-call-error.ts';
import { found } from '../errors/found.ts';
import { equalFilters } from '../filters/equal-filters.ts';
import type { Analyzer } from '../model/analyzer.ts';
import type { ArchiveRule } from '../model/archive-rule.ts';
import { parseRule } from './parse-rule.ts';

/** Where a rule is looked for. */
export interface RulePlace {
  readonly analyzer: Analyzer;
  readonly ruleName: string;
  readonly signal: AbortSignal | undefined;
}

/** The rule's ARN, for people and journals. */
export function ruleArn({ analyzer, ruleName }: Pick<RulePlace, 'analyzer' | 'ruleName'>): string {
  return `${analyzer.arn}/archive-rule/${ruleName}`;
}

/**
 * Reads a rule that must be there.
 *
 * @throws {@link AwsCallError}, with the problem `not-found` when it is not; `signal.reason` on an abort.
 */
export async function readArchiveRule(client: AccessAnalyzerClientLike, place: RulePlace): Promise<ArchiveRule> {
  const { analyzer, ruleName, signal } = place;
  const context = { operation: 'GetArchiveRule', region: analyzer.region };
  try {
    const command = new GetArchiveRuleCommand({ analyzerName: analyzer.name, ruleName });
    const output = await callAws(client, command, { ...context, signal });
    const parsed = parseRule(output.archiveRule, context);
    if (parsed.rule === undefined) throw parsed.error;
    return parsed.rule;
  } catch (error) {
    if (!isMissing(error)) throw error;
    const { message } = makeProblem(
      'not-found',
      `there is no archive rule ${found(ruleName)} on ${analyzer.arn}`,
      context,
    );
    throw new AwsCallError({ ...error.problem, message }, { cause: error.cause });
  }
}

/** Reads a rule; undefined when AWS says that it is not there. */
export async function findArchiveRule(
  client: AccessAnalyzerClientLike,
  place: RulePlace,
): Promise<ArchiveRule | undefined> {
  try {
    return await readArchiveRule(client, place);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * Reads a rule again just before something is done that was checked against it.
 *
 * @throws an error with code `STATE_CHANGED` when its filter is another one now; {@link AwsCallError}.
 */
export async function confirmArchiveRule(
  client: AccessAnalyzerClientLike,
  place: RulePlace,
  checked: ArchiveRule,
): Promise<void> {
  const now = await readArchiveRule(client, place);
  if (equalFilters(now.filter, checked.filter)) return;
  throw new AccessAnalyzerKitError(
    'STATE_CHANGED',
    `Somebody changed the archive rule ${ruleArn(place)} after it was checked. Nothing was changed: look at it and try again.`,
  );
}

/** Whether AWS said that there is no such rule. A 404 of a proxy is not AWS. */
export function isMissing(error: unknown): error is AwsCallError {
  return error instanceof AwsCallError && error.problem.awsError === 'ResourceNotFoundException';
}
