import { canonicalJson } from '../model/canonical-json.ts';
import { sortedUnique } from '../model/compare.ts';
import type { Criterion, CriterionInput, Filter, FilterInput } from '../model/archive-rule.ts';
import { criterionValues, VALUE_OPERATORS } from './criterion-values.ts';

/**
 * Whether two filters are the same to AWS, which sorts values and keeps no order of keys. `eq: true` equals
 * `eq: ['true']`. Compares what is written, not what it matches: see {@link filterSubsumes} for that.
 *
 * @example
 * ```ts
 * equalFilters({ isPublic: { eq: false } }, { isPublic: { eq: ['false'] } }); // true
 * ```
 */
export function equalFilters(left: FilterInput, right: FilterInput): boolean {
  return canonicalJson(canonicalFilter(left)) === canonicalJson(canonicalFilter(right));
}

/**
 * The filter with its keys, operators and values in one order, without repeated values: what AWS reads back, and what differs less in a diff.
 *
 * @example
 * ```ts
 * canonicalFilter({ resource: { eq: ['b', 'a', 'b'] }, isPublic: { eq: false } });
 * // { isPublic: { eq: [ 'false' ] }, resource: { eq: [ 'a', 'b' ] } }
 * ```
 */
export function canonicalFilter(filter: FilterInput): Filter {
  return JSON.parse(
    canonicalJson(Object.fromEntries(Object.entries(filter).map(([key, input]) => [key, canonicalCriterion(input)]))),
  ) as Filter;
}

function canonicalCriterion(input: CriterionInput): Criterion {
  const operators = VALUE_OPERATORS.flatMap((operator) => {
    const operand = input[operator];
    return operand === undefined ? [] : [[operator, sortedUnique(criterionValues(operand))] as const];
  });
  return { ...Object.fromEntries(operators), ...(input.exists === undefined ? {} : { exists: input.exists }) };
}
