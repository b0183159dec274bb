import { checkOptions } from '../errors/check-options.ts';
import { checkRef } from '../analyzers/resolve-analyzer.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError, type InputIssue } from '../errors/invalid-input-error.ts';
import { canonicalFilter, equalFilters } from '../filters/equal-filters.ts';
import type { ArchiveRuleInput } from '../filters/lint/diagnostic.ts';
import { normalizeFilter } from '../filters/normalize-filter.ts';
import { refuseHidingPublicFilter } from '../filters/refuse-hiding-public.ts';
import type { Analyzer, AnalyzerAccess, AnalyzerRef } from '../model/analyzer.ts';
import type { ArchiveRule, Filter } from '../model/archive-rule.ts';
import { present } from '../model/loose.ts';
import { applyChecked } from './apply-archive-rule.ts';
import type { ArchiveRuleEffect, ArchiveRuleWriteOptions } from './archive-rule-change.ts';
import { createArchiveRule } from './create-archive-rule.ts';
import { deleteChecked } from './delete-archive-rule.ts';
import { listArchiveRules } from './list-archive-rules.ts';
import { openAnalyzer } from './open-analyzer.ts';
import { planArchiveRules, type ArchiveRulePlanItem, type PlannedRule } from './plan-archive-rules.ts';
import { ruleChangeResult } from './rule-change-result.ts';
import { checkRuleInput } from './rule-input.ts';
import { updateChecked } from './update-archive-rule.ts';

/** Options of {@link syncArchiveRules}. */
export interface SyncArchiveRulesOptions extends ArchiveRuleWriteOptions {
  /**
   * Delete rules that are not asked for. What they archived stays archived.
   *
   * @defaultValue false
   */
  readonly prune?: boolean | undefined;
  /**
   * Apply the rules to the findings that exist, too: those that are made or changed, and those that are as asked for and still match
   * ACTIVE findings, which an interrupted run leaves behind.
   *
   * @defaultValue false
   */
  readonly applyToExisting?: boolean | undefined;
  /**
   * Let rules hide public access.
   *
   * @defaultValue false
   */
  readonly allowPublic?: boolean | undefined;
  /** Refuse a plan with more creations, updates and deletions together. Default: no limit. */
  readonly maxChanges?: number | undefined;
}

/** One rule of the plan, and how far it came. */
export interface ArchiveRuleSyncItem extends ArchiveRulePlanItem, Partial<ArchiveRuleEffect> {
  /**
   * `planned`: in a dry run. `not-started`: something failed before. `failed`: the error's `cause` says whether the rule itself was
   * written, as with an {@link IncompleteChangeError}: it stands, and what should have followed failed.
   */
  readonly state: 'done' | 'failed' | 'not-started' | 'planned';
}

/** What {@link syncArchiveRules} did, or in a dry run would do. */
export interface ArchiveRulePlan {
  /** As GetAnalyzer answered: it is asked even where the `Analyzer` was given. */
  readonly analyzer: Analyzer;
  /** In the order of names. */
  readonly items: readonly ArchiveRuleSyncItem[];
  /** Creations, updates and deletions. */
  readonly changes: number;
  /** Whether this is what would be: no call that changes anything was made. */
  readonly dryRun: boolean;
}

/** Some rules were written, and then something failed, which is the `cause`. The same call again does the rest. */
export class IncompleteSyncError extends AccessAnalyzerKitError {
  /** How far it came. */
  readonly plan: ArchiveRulePlan;

  constructor(plan: ArchiveRulePlan, options: { readonly cause: unknown }) {
    const why = options.cause instanceof Error ? options.cause.message : String(options.cause);
    const done = plan.items.filter(({ change, state }) => state === 'done' && isWrite(change)).length;
    const last = ruleChangeResult(options.cause);
    const made = `${last === 'done' ? done + 1 : done} of ${plan.changes} changes of archive rules were made`;
    const maybe = last === 'unknown' ? ', and one more may have been' : '';
    super('INCOMPLETE_CHANGE', `${made}${maybe}: ${why}`, options);
    this.plan = plan;
  }
}

/**
 * Makes an analyzer's archive rules what they are to be: creates what is missing, updates what differs, and with `prune: true` deletes the
 * rest. Order and spelling of a filter do not matter. The second run changes nothing.
 *
 * Everything is checked before the first write: every filter, the guard against hiding public access, `maxChanges`, and that
 * the analyzer is not a service's own. Then updates are made, then creations, then deletions, so that at no time less is archived than
 * before or after; with the quota of rules exhausted, delete first. A rule that somebody changes between the plan and its turn is not
 * overwritten, and one that was to stay as it is not applied (`STATE_CHANGED`).
 *
 * IAM actions: `access-analyzer:ApplyArchiveRule`, `access-analyzer:CreateArchiveRule`,
 * `access-analyzer:DeleteArchiveRule`, `access-analyzer:GetAnalyzer`, `access-analyzer:GetArchiveRule`,
 * `access-analyzer:ListArchiveRules`, `access-analyzer:ListFindings`, `access-analyzer:UpdateArchiveRule`.
 *
 * @throws {@link InvalidInputError} and `REGION_MISMATCH` before any call; `READ_ONLY_ANALYZER`, `HIDES_PUBLIC_ACCESS` and `TOO_MANY_CHANGES`
 * before any write; {@link IncompleteSyncError} when something fails, with the plan so far; `signal.reason` on an abort: what was done
 * stands in the journal, and the same call does the rest.
 *
 * @example
 * ```ts
 * const { items } = await syncArchiveRules(client, analyzer, rules, { prune: true, maxChanges: 10, dryRun: true });
 * for (const { ruleName, change, differences } of items) console.log(change, ruleName, differences);
 * ```
 */
export async function syncArchiveRules(
  client: AccessAnalyzerClientLike,
  analyzer: AnalyzerRef,
  desired: readonly ArchiveRuleInput[],
  given: SyncArchiveRulesOptions = {},
): Promise<ArchiveRulePlan> {
  checkOptions(given);
  const { allowPublic, applyToExisting = false, maxChanges, prune = false, ...options } = given;
  checkRef(analyzer);
  checkDesired(analyzer, desired, { allowPublic, applyToExisting, maxChanges, prune, options });
  checkRules(desired, typeof analyzer === 'string' ? undefined : analyzer.access);
  const opened = await openAnalyzer(client, analyzer, options.signal);
  const wanted = checkRules(desired, opened.access);
  for (const { filter, ruleName } of wanted) {
    const what = `The archive rule ${found(ruleName)}`;
    refuseHidingPublicFilter(filter, { access: opened.access, allowPublic, what });
  }
  const current = await listArchiveRules(client, opened.arn, { signal: options.signal });
  const planned = planArchiveRules(current, wanted, { access: opened.access, prune });
  const changes = planned.filter(({ change }) => isWrite(change)).length;
  if (maxChanges !== undefined && changes > maxChanges) {
    throw new AccessAnalyzerKitError(
      'TOO_MANY_CHANGES',
      `The plan for ${opened.arn} has ${changes} changes, and maxChanges allows ${maxChanges}. Nothing was changed.`,
    );
  }
  const work: Work = { client, analyzer: opened, applyToExisting, allowPublic, options };
  const items = new Map<string, ArchiveRuleSyncItem>(
    planned.map((item) => [item.ruleName, { ...item, state: 'not-started' }]),
  );
  const plan = (): ArchiveRulePlan => ({
    analyzer: opened,
    items: [...items.values()],
    changes,
    dryRun: options.dryRun === true,
  });
  for (const item of planned.toSorted((left, right) => ORDER.indexOf(left.change) - ORDER.indexOf(right.change))) {
    try {
      const effect = await carryOut(work, item);
      items.set(item.ruleName, { ...item, ...effect, state: options.dryRun === true ? 'planned' : 'done' });
    } catch (error) {
      options.signal?.throwIfAborted();
      items.set(item.ruleName, { ...item, state: 'failed' });
      throw new IncompleteSyncError(plan(), { cause: error });
    }
  }
  return plan();
}

const ORDER: readonly ArchiveRulePlanItem['change'][] = ['update', 'create', 'none', 'delete', 'unmanaged'];

function isWrite(change: ArchiveRulePlanItem['change']): boolean {
  return change === 'create' || change === 'update' || change === 'delete';
}

interface Work {
  readonly client: AccessAnalyzerClientLike;
  readonly analyzer: Analyzer;
  readonly applyToExisting: boolean;
  readonly allowPublic: boolean | undefined;
  readonly options: ArchiveRuleWriteOptions;
}

async function carryOut(work: Work, item: ArchiveRulePlanItem): Promise<Partial<ArchiveRuleEffect>> {
  const { allowPublic, analyzer, applyToExisting, client, options } = work;
  const { after: filter, change, ruleName } = item;
  const target = { analyzer, ruleName };
  if (change === 'delete') {
    await refuseIfChanged(work, item);
    await deleteChecked(client, target, options, checkOf(item));
    return {};
  }
  // Unmanaged: nobody asked for it.
  if (filter === undefined) return {};
  if (change === 'none') return applyToExisting ? applyWhatIsLeft(work, ruleName, filter) : {};
  await refuseIfChanged(work, item);
  const content = { ...target, filter, applyToExisting, allowPublic };
  const written =
    change === 'create'
      ? createArchiveRule(client, content, options)
      : updateChecked(client, content, options, checkOf(item));
  return effectOf(await written);
}

/** What was done to findings: the plan says what was done to the rule. */
function effectOf({ archived, gone, pending, uncertain }: Partial<ArchiveRuleEffect>): Partial<ArchiveRuleEffect> {
  return present({ archived, pending, uncertain, gone });
}

/**
 * Applies a rule that is as it should be only when it still matches ACTIVE findings: otherwise nothing is written. One that has become
 * another since the plan was made would hide what nobody asked for.
 */
async function applyWhatIsLeft(
  { allowPublic, analyzer, client, options }: Work,
  ruleName: string,
  filter: Filter,
): Promise<Partial<ArchiveRuleEffect>> {
  const target = { analyzer, ruleName, allowPublic };
  const check = (rule: ArchiveRule): void => {
    refuseOther(ruleName, filter, rule);
  };
  const left = await applyChecked(client, target, { ...options, dryRun: true }, check);
  const isDone = left.archived.length === 0 || options.dryRun === true;
  return effectOf(isDone ? left : await applyChecked(client, target, options, check));
}

/** The plan was made from what was read: what somebody has changed since is theirs. A rule to create was not there. */
async function refuseIfChanged(
  { analyzer, client, options }: Work,
  { before, ruleName }: ArchiveRulePlanItem,
): Promise<void> {
  if (before === undefined) return;
  const now = (await listArchiveRules(client, analyzer.arn, { signal: options.signal })).find(
    (rule: ArchiveRule) => rule.ruleName === ruleName,
  );
  refuseOther(ruleName, before, now);
}

/** The same of the rule that is read last before the write: the list takes its time. */
function checkOf({ before, ruleName }: ArchiveRulePlanItem): (rule: ArchiveRule) => void {
  return (rule) => {
    if (before !== undefined) refuseOther(ruleName, before, rule);
  };
}

function refuseOther(ruleName: string, planned: Filter, now: ArchiveRule | undefined): void {
  if (now !== undefined && equalFilters(now.filter, planned)) return;
  throw new AccessAnalyzerKitError(
    'STATE_CHANGED',
    `The archive rule ${found(ruleName)} was ${now === undefined ? 'deleted' : 'changed'} by somebody else since the plan was made. It was left alone.`,
  );
}

interface Given {
  readonly allowPublic: unknown;
  readonly applyToExisting: unknown;
  readonly maxChanges: unknown;
  readonly prune: unknown;
  readonly options: ArchiveRuleWriteOptions;
}

function checkDesired(analyzer: AnalyzerRef, desired: unknown, { options, maxChanges, ...flags }: Given): void {
  const issues: InputIssue[] = [];
  if (!Array.isArray(desired)) {
    throw new InvalidInputError('desired', [{ path: '', found: found(desired), expected: 'a list of archive rules' }]);
  }
  const names = new Set<unknown>();
  for (const [index, rule] of desired.entries()) {
    const given: unknown = rule;
    if (typeof given !== 'object' || given === null) {
      issues.push({ path: `[${index}]`, found: found(given), expected: 'an object with ruleName and filter' });
      continue;
    }
    const { ruleName } = given as ArchiveRuleInput;
    if (names.has(ruleName)) {
      issues.push({ path: `[${index}].ruleName`, found: found(ruleName), expected: 'a name that no other rule has' });
    }
    names.add(ruleName);
    checkRuleInput({ analyzer, ruleName }, options);
  }
  if (desired.length === 0) checkRuleInput({ analyzer, ruleName: 'none' }, options);
  for (const [path, value] of Object.entries(flags)) {
    if (value !== undefined && typeof value !== 'boolean') {
      issues.push({ path, found: found(value), expected: 'true or false' });
    }
  }
  if (maxChanges !== undefined && !(Number.isSafeInteger(maxChanges) && (maxChanges as number) >= 0)) {
    issues.push({ path: 'maxChanges', found: found(maxChanges), expected: 'a whole number from 0 on' });
  }
  if (issues.length > 0) throw new InvalidInputError('desired', issues);
}

function checkRules(desired: readonly ArchiveRuleInput[], access: AnalyzerAccess | undefined): PlannedRule[] {
  return desired.map(({ filter, ruleName }) => ({
    ruleName,
    filter: canonicalFilter(normalizeFilter(filter, { use: 'archive-rule', access })),
  }));
}
