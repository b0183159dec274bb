import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import type { ArchiveRule, Filter } from '../model/archive-rule.ts';
import { applyToExisting } from './apply-to-existing.ts';
import type { ArchiveRuleChange, ArchiveRuleWriteOptions } from './archive-rule-change.ts';
import { previewEffect, readCandidates } from './candidates.ts';
import { confirmArchiveRule, type RulePlace } from './find-archive-rule.ts';
import { prepareRule } from './prepare-rule.ts';
import type { ArchiveRuleContent } from './rule-input.ts';

/** A rule that was checked and is to be written. */
export interface RuleToWrite extends RulePlace {
  readonly filter: Filter;
  readonly clientToken: string | undefined;
}

/** What a creation and an update do differently. */
export interface RuleSteps {
  /** Reads the rule that is there, or refuses: a conflict, a rule that is missing. */
  readonly read: (rule: RuleToWrite) => Promise<ArchiveRule | undefined>;
  /** What is to be done about it. */
  readonly plan: (rule: RuleToWrite, existing: ArchiveRule | undefined) => Pick<ArchiveRuleChange, 'change' | 'rule'>;
  /** Makes the planned change, which is none of `unchanged`, and says what came of it. */
  readonly write: (
    rule: RuleToWrite,
    existing: ArchiveRule | undefined,
  ) => Promise<Pick<ArchiveRuleChange, 'change' | 'rule'>>;
}

/** The way of every rule that is written: check, read, plan; then, unless it is a dry run, write and apply. */
export async function changeRule(
  client: AccessAnalyzerClientLike,
  input: ArchiveRuleContent,
  options: ArchiveRuleWriteOptions,
  { plan, read, write }: RuleSteps,
): Promise<ArchiveRuleChange> {
  const { analyzer, filter } = await prepareRule(client, input, options);
  const { dryRun = false, signal } = options;
  const rule: RuleToWrite = { analyzer, ruleName: input.ruleName, filter, clientToken: input.clientToken, signal };
  const existing = await read(rule);
  const planned = plan(rule, existing);
  const candidates =
    input.applyToExisting === true ? await readCandidates(client, analyzer, { filter, signal }) : undefined;
  if (dryRun) return { ...planned, dryRun, ...(candidates === undefined ? {} : previewEffect(candidates)) };
  // Reading the findings takes time, in which the rule that was checked could have become another.
  if (candidates !== undefined && existing !== undefined) await confirmArchiveRule(client, rule, existing);
  const done = planned.change === 'unchanged' ? planned : await write(rule, existing);
  const change = { ...done, dryRun };
  return candidates === undefined ? change : applyToExisting(client, { analyzer, change, candidates }, options);
}
