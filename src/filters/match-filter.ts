import type { CriterionInput, FilterInput } from '../model/archive-rule.ts';
import type { Finding } from '../model/finding.ts';
import { criterionValues, VALUE_OPERATORS, type ValueOperator } from './criterion-values.ts';
import { findingProperty, type FindingProperty } from './finding-property.ts';

/** Whether AWS would match: `uncertain` where the finding at hand or AWS's documentation does not tell. */
export type FilterMatch = 'yes' | 'no' | 'uncertain';

/** Options of {@link matchFilter}. */
export interface MatchFilterOptions {
  /**
   * What a property that the finding lacks does under `neq`. AWS does not say. `match` and `no-match` also declare the
   * finding complete (a fake service holds the truth): a member that is missing is then absent, never unknown.
   *
   * @defaultValue 'uncertain'
   */
  readonly absentUnderNeq?: 'uncertain' | 'match' | 'no-match' | undefined;
}

/**
 * Judges a finding by a filter as Access Analyzer does, offline: every property must hold, every operator of a property
 * must hold, and the values of one operator are alternatives (`neq`: none of them).
 *
 * Strings are compared as they are: case counts and `*` and `?` mean themselves. Answers `uncertain`, never `yes`, for
 * a member that this copy of the finding lacks, for an absent property under `neq`, and for a key, an operator or an
 * empty list that AWS would refuse. An empty filter matches everything.
 *
 * The filter is not checked: see {@link normalizeFilter}.
 */
export function matchFilter(finding: Finding, filter: FilterInput, options: MatchFilterOptions = {}): FilterMatch {
  const { absentUnderNeq = 'uncertain' } = options;
  return all(Object.entries(filter), ([key, criterion]) => {
    const property = findingProperty(finding, key);
    if (property === undefined) return 'uncertain';
    const known = property.state === 'unknown' && absentUnderNeq !== 'uncertain' ? ABSENT : property;
    return matchCriterion(key, known, criterion, absentUnderNeq);
  });
}

/**
 * Whether a finding certainly matches a filter. A possible match is no match: what must not hide or excuse by mistake
 * asks this function. {@link matchFilter} tells "no" from "uncertain".
 *
 * @example
 * ```ts
 * matchesFilter(finding, { resourceType: { eq: 'AWS::S3::Bucket' }, isPublic: { eq: false } });
 * ```
 */
export function matchesFilter(finding: Finding, filter: FilterInput): boolean {
  return matchFilter(finding, filter) === 'yes';
}

const ABSENT: FindingProperty = { state: 'absent' };
const OPERATORS: readonly string[] = [...VALUE_OPERATORS, 'exists'];

function matchCriterion(
  key: string,
  property: FindingProperty,
  criterion: CriterionInput,
  absentUnderNeq: NonNullable<MatchFilterOptions['absentUnderNeq']>,
): FilterMatch {
  const members = Object.entries(criterion).filter(([, operand]) => operand !== undefined);
  if (members.length === 0 || members.some(([operator]) => !OPERATORS.includes(operator))) return 'uncertain';
  const byValue = all(VALUE_OPERATORS, (operator) => {
    const operand = criterion[operator];
    if (operand === undefined) return 'yes';
    const values = criterionValues(operand);
    if (values.length === 0 || property.state === 'unknown') return 'uncertain';
    if (property.state === 'value') return matchValues(key, property.value, operator, values);
    return operator === 'neq' ? ABSENT_UNDER_NEQ[absentUnderNeq] : 'no';
  });
  return all([byValue, matchExists(property, criterion.exists)], (match) => match);
}

const ABSENT_UNDER_NEQ = { uncertain: 'uncertain', match: 'yes', 'no-match': 'no' } as const;

function matchExists(property: FindingProperty, exists: boolean | undefined): FilterMatch {
  if (exists === undefined) return 'yes';
  if (property.state === 'unknown') return 'uncertain';
  return (property.state === 'value') === exists ? 'yes' : 'no';
}

function matchValues(key: string, value: string, operator: ValueOperator, values: readonly string[]): FilterMatch {
  switch (operator) {
    case 'eq':
      return any(values, (wanted) => equalValue(key, value, wanted));
    case 'neq':
      return not(any(values, (wanted) => equalValue(key, value, wanted)));
    case 'contains':
      return values.some((part) => value.includes(part)) ? 'yes' : 'no';
  }
}

/** `isPublic` is a Boolean to AWS, which may read `True` as true: a spelling that is not ours proves nothing. */
function equalValue(key: string, value: string, wanted: string): FilterMatch {
  if (value === wanted) return 'yes';
  return key === 'isPublic' && wanted !== 'true' && wanted !== 'false' ? 'uncertain' : 'no';
}

function not(match: FilterMatch): FilterMatch {
  return match === 'yes' ? 'no' : match === 'no' ? 'yes' : 'uncertain';
}

/** Kleene's conjunction: one "no" decides, else one "uncertain". */
function all<T>(items: Iterable<T>, test: (item: T) => FilterMatch): FilterMatch {
  let result: FilterMatch = 'yes';
  for (const item of items) {
    const match = test(item);
    if (match === 'no') return 'no';
    if (match === 'uncertain') result = 'uncertain';
  }
  return result;
}

/** Kleene's disjunction. */
function any<T>(items: Iterable<T>, test: (item: T) => FilterMatch): FilterMatch {
  return not(all(items, (item) => not(test(item))));
}
