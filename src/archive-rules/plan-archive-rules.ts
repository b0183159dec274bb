import { printable } from '../errors/printable.ts';
import { equalFilters } from '../filters/equal-filters.ts';
import type { Diagnostic } from '../filters/lint/diagnostic.ts';
import { lintArchiveRule } from '../filters/lint/lint-archive-rule.ts';
import type { AnalyzerAccess } from '../model/analyzer.ts';
import type { ArchiveRule, Criterion, Filter } from '../model/archive-rule.ts';
import { compareBy, sortedUnique } from '../model/compare.ts';

/** A rule that is to be. Its filter is as AWS takes it. */
export interface PlannedRule {
  readonly ruleName: string;
  readonly filter: Filter;
}

/** What is to become of one rule. */
export interface ArchiveRulePlanItem {
  /** Each name stands once: of a rule that is there, that is asked for, or both. */
  readonly ruleName: string;
  /** `unmanaged`: it is there, nobody asked for it, and without `prune` it stays. */
  readonly change: 'create' | 'update' | 'delete' | 'none' | 'unmanaged';
  /** The filter as it is. Absent for a rule to create. */
  readonly before?: Filter;
  /** The filter that is to be. Absent for a rule to delete. */
  readonly after?: Filter;
  /**
   * One line for each thing that differs, such as `+ principal.AWS eq 444455556666`; values in any order are the same. Control and
   * invisible characters are written as `\u{a}`.
   */
  readonly differences: readonly string[];
  /** What {@link lintArchiveRule} says of the rule that is to be, among it that a rule also hides wider access that comes later. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Compares the rules that are with those that are to be. Pure. In the order of names. */
export function planArchiveRules(
  current: readonly ArchiveRule[],
  desired: readonly PlannedRule[],
  { access, prune }: { readonly access: AnalyzerAccess; readonly prune: boolean },
): ArchiveRulePlanItem[] {
  const existing = new Map(current.map((rule) => [rule.ruleName, rule]));
  const wanted = new Map(desired.map((rule) => [rule.ruleName, rule]));
  return sortedUnique([...existing.keys(), ...wanted.keys()]).map((ruleName) => {
    const before = existing.get(ruleName)?.filter;
    const after = wanted.get(ruleName)?.filter;
    return {
      ruleName,
      change: changeOf(before, after, prune),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
      differences: after === undefined && !prune ? [] : differences(before ?? {}, after ?? {}),
      diagnostics: after === undefined ? [] : lintArchiveRule({ ruleName, filter: after }, { rules: desired, access }),
    };
  });
}

function changeOf(
  before: Filter | undefined,
  after: Filter | undefined,
  prune: boolean,
): ArchiveRulePlanItem['change'] {
  if (after === undefined) return prune ? 'delete' : 'unmanaged';
  if (before === undefined) return 'create';
  return equalFilters(before, after) ? 'none' : 'update';
}

/** Longer than any ARN. */
const LONGEST_LINE = 4_000;

/** What is taken away and what is added, by key. */
function differences(before: Filter, after: Filter): string[] {
  const old = facts(before);
  const now = facts(after);
  const lines = [
    ...old.filter((fact) => !now.includes(fact)).map((fact) => ({ fact, sign: '-' })),
    ...now.filter((fact) => !old.includes(fact)).map((fact) => ({ fact, sign: '+' })),
  ];
  return lines.sort(compareBy(({ fact }) => fact)).map(({ fact, sign }) => printable(`${sign} ${fact}`, LONGEST_LINE));
}

function facts(filter: Filter): string[] {
  return Object.entries(filter).flatMap(([key, criterion]) =>
    operands(criterion).map((operand) => `${key} ${operand}`),
  );
}

function operands({ contains = [], eq = [], exists, neq = [] }: Criterion): string[] {
  return [
    ...eq.map((value) => `eq ${value}`),
    ...neq.map((value) => `neq ${value}`),
    ...contains.map((value) => `contains ${value}`),
    ...(exists === undefined ? [] : [`exists ${String(exists)}`]),
  ];
}
