import { found } from '../errors/found.ts';
import { InvalidInputError, type InputIssue } from '../errors/invalid-input-error.ts';
import type { AnalyzerAccess } from '../model/analyzer.ts';
import type { Criterion, Filter, FilterInput } from '../model/archive-rule.ts';
import { isCriterionValue, VALUE_OPERATORS } from './criterion-values.ts';
import { filterKey, type FilterUse } from './filter-key.ts';
import { keyProblem } from './key-problem.ts';
import { valueProblem } from './value-problem.ts';

/** AWS's limit of values in one operator of one criterion. */
export const MAX_CRITERION_VALUES = 20;

/** Options of {@link normalizeFilter}. */
export interface NormalizeFilterOptions {
  /**
   * What the filter is to be sent for. Keys and values are then held to what AWS takes there, and with `archive-rule`
   * `exists` must stand alone. Without it any well-formed key passes, so that a rule that AWS already holds can be read.
   */
  readonly use?: FilterUse | undefined;
  /** What the analyzer looks for. With `use`, keys that its findings do not have are refused. */
  readonly access?: AnalyzerAccess | undefined;
}

/**
 * Writes a filter as AWS takes it: single values become lists, numbers and booleans become strings, repeated values and
 * `undefined` members go. Key and value order are kept.
 *
 * An account id may be a number only if it has twelve digits: a number loses a leading zero, and which one it lost cannot
 * be told from a typing error. An empty filter matches everything and is refused, except for lists.
 *
 * @throws {@link InvalidInputError} naming the member, what was found and what was expected.
 *
 * @example
 * ```ts
 * normalizeFilter({ isPublic: { eq: true }, resourceOwnerAccount: { eq: 111122223333 } });
 * // { isPublic: { eq: ['true'] }, resourceOwnerAccount: { eq: ['111122223333'] } }
 * ```
 */
export function normalizeFilter(input: FilterInput, options: NormalizeFilterOptions = {}): Filter {
  const given: unknown = input;
  const issues: InputIssue[] = [];
  const report = (path: string, value: unknown, expected: string): void => {
    issues.push({ path, found: found(value), expected });
  };
  if (!isObject(given)) {
    throw new InvalidInputError('filter', [{ path: '', found: found(given), expected: 'an object of criteria' }]);
  }
  const entries = Object.entries(given).filter(([, criterion]) => criterion !== undefined);
  if (entries.length === 0 && (options.use === undefined || options.use === 'archive-rule')) {
    report('', input, 'at least one criterion, since an empty filter matches every finding');
  }
  const filter = entries.map(([key, criterion]): [string, Criterion] => {
    const path = /^\w+$/.test(key) ? `filter.${key}` : `filter[${JSON.stringify(key)}]`;
    const problem = keyProblem(key, options);
    if (problem !== undefined) report(path, key, problem);
    return [key, normalizeCriterion(key, criterion, path, options, report)];
  });
  if (issues.length > 0) throw new InvalidInputError('filter', issues);
  return Object.fromEntries(filter);
}

type Report = (path: string, value: unknown, expected: string) => void;

function normalizeCriterion(
  key: string,
  input: unknown,
  path: string,
  options: NormalizeFilterOptions,
  report: Report,
): Criterion {
  if (!isObject(input)) {
    report(path, input, 'a criterion such as { eq: ["value"] }');
    return {};
  }
  const members = Object.entries(input).filter(([, operand]) => operand !== undefined);
  if (members.length === 0) report(path, input, 'at least one of eq, neq, contains, exists');
  const unknown = members.filter(([name]) => name !== 'exists' && !VALUE_OPERATORS.some((known) => known === name));
  for (const [name, operand] of unknown) {
    report(`${path}.${name}`, operand, 'no such operator; there are eq, neq, contains and exists');
  }
  const criterion: { -readonly [Operator in keyof Criterion]: Criterion[Operator] } = {};
  for (const operator of VALUE_OPERATORS) {
    const operand = input[operator];
    if (operand === undefined) continue;
    criterion[operator] = normalizeValues(key, operand, `${path}.${operator}`, options, report);
  }
  const exists = input['exists'];
  if (typeof exists === 'boolean') {
    criterion.exists = exists;
    if (options.use === 'archive-rule' && members.length > 1) {
      report(`${path}.exists`, exists, 'to stand alone: AWS does not say what it does with other operators beside it');
    }
  } else if (exists !== undefined) {
    report(`${path}.exists`, exists, 'true or false');
  }
  return criterion;
}

function normalizeValues(
  key: string,
  operand: unknown,
  path: string,
  options: NormalizeFilterOptions,
  report: Report,
): string[] {
  // A copy: a list may carry members of its own that its methods would obey.
  const list: readonly unknown[] = Array.isArray(operand) ? Array.from<unknown>(operand) : [operand];
  const known = filterKey(key);
  // Not forEach, which passes over the holes of a list.
  for (const [index, value] of list.entries()) {
    const problem = valueProblem(known, value, options);
    if (problem !== undefined) report(Array.isArray(operand) ? `${path}[${index}]` : path, value, problem);
  }
  // What has no text of its own was reported.
  const values = [...new Set(list.filter(isCriterionValue).map(String))];
  if (list.length < 1 || values.length > MAX_CRITERION_VALUES) {
    report(path, list, `1 to ${MAX_CRITERION_VALUES} different values, as many as AWS takes`);
  }
  return values;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
