import { found } from '../../errors/found.ts';
import { InvalidInputError } from '../../errors/invalid-input-error.ts';
import { printable } from '../../errors/printable.ts';
import type { Filter, FilterInput } from '../../model/archive-rule.ts';
import { refuseNoRule } from '../filter-shape.ts';
import { isRecord } from '../../model/loose.ts';
import { normalizeFilter } from '../normalize-filter.ts';
import { breadth } from './breadth.ts';
import type { ArchiveRuleInput, Diagnostic, DiagnosticSeverity, Lint, LintArchiveRuleContext } from './diagnostic.ts';
import { existsNotAlone } from './exists-not-alone.ts';
import { keyNotAllowed } from './key-not-allowed.ts';
import { literalWildcard } from './literal-wildcard.ts';
import { neverMatches } from './never-matches.ts';
import { publicAccess } from './public-access.ts';
import { redundant } from './redundant.ts';
import { unknownValue } from './unknown-value.ts';
import { widerAccessLater } from './wider-access-later.ts';

/** AWS's pattern and length of a rule's name. */
const RULE_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,254}$/;

/** Twenty ARNs of usual length fit. */
const LONGEST_MESSAGE = 4_000;

const LINTS: readonly Lint[] = [
  keyNotAllowed,
  neverMatches,
  publicAccess,
  breadth,
  unknownValue,
  literalWildcard,
  existsNotAlone,
  redundant,
  widerAccessLater,
];

const ORDER: readonly DiagnosticSeverity[] = ['error', 'warning', 'info'];

/**
 * Says what is wrong with an archive rule, or worth knowing, before AWS stores it without a word. Never throws for a bad
 * rule: that is what it reports. Worst first.
 *
 * @throws {@link InvalidInputError} for what is no rule at all: without a name.
 *
 * @example
 * ```ts
 * lintArchiveRule({ ruleName: 'vendor', filter: { 'principal.AWS': { eq: '111122223333' } } });
 * // [{ code: 'no-public-guard', severity: 'warning', message: 'Nothing keeps the rule from hiding public access …' }, …]
 * ```
 */
export function lintArchiveRule(rule: ArchiveRuleInput, context: LintArchiveRuleContext = {}): Diagnostic[] {
  refuseNoRule(rule);
  const { rules = [], access = 'external' } = context;
  const diagnostics: Diagnostic[] = RULE_NAME.test(rule.ruleName) ? [] : [invalidName(rule.ruleName)];
  const filter = readFilter(rule.filter, diagnostics);
  if (filter !== undefined) {
    diagnostics.push(...LINTS.flatMap((lint) => lint({ ruleName: rule.ruleName, filter, access, rules })));
  }
  return diagnostics
    .map((diagnostic) => ({ ...diagnostic, message: printable(diagnostic.message, LONGEST_MESSAGE) }))
    .sort((left, right) => ORDER.indexOf(left.severity) - ORDER.indexOf(right.severity));
}

function invalidName(ruleName: string): Diagnostic {
  const message = `ruleName: found ${found(ruleName)}, expected a letter and up to 254 letters, digits, "_", "." or "-".`;
  return { code: 'invalid-name', severity: 'error', message };
}

function readFilter(input: FilterInput, diagnostics: Diagnostic[]): Filter | undefined {
  try {
    // An empty filter is judged by `breadth`, which says it better.
    return normalizeFilter(input, isRecord(input) && Object.keys(input).length === 0 ? { use: 'list' } : {});
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    for (const { path, found, expected } of error.issues) {
      const message = `${path === '' ? 'filter' : path}: found ${found}, expected ${expected}.`;
      diagnostics.push({ code: 'invalid-filter', severity: 'error', message });
    }
    return undefined;
  }
}
