import type { CriterionInput } from '../model/archive-rule.ts';
import { criterionValues, isCriterionOperand, VALUE_OPERATORS, type ValueOperator } from './criterion-values.ts';
import { isRecord } from '../model/loose.ts';
import type { FindingProperty } from './finding-property.ts';
import { all, any, not, type FilterMatch } from './three-valued.ts';

/** What a property that the finding lacks does under `neq`. */
export type AbsentUnderNeq = 'uncertain' | 'match' | 'no-match';

const ABSENT_UNDER_NEQ: Readonly<Record<AbsentUnderNeq, FilterMatch>> = {
  uncertain: 'uncertain',
  match: 'yes',
  'no-match': 'no',
};
const OPERATORS: readonly string[] = [...VALUE_OPERATORS, 'exists'];

/** Judges one property by one criterion. A criterion that AWS would refuse is `uncertain`. */
export function matchCriterion(
  key: string,
  property: FindingProperty,
  criterion: CriterionInput,
  absentUnderNeq: AbsentUnderNeq = 'uncertain',
): FilterMatch {
  const given: unknown = criterion;
  if (!isRecord(given)) return 'uncertain';
  const members = Object.entries(criterion).filter(([, operand]) => operand !== undefined);
  if (members.length === 0 || members.some(([operator]) => !OPERATORS.includes(operator))) return 'uncertain';
  const byValue = all(VALUE_OPERATORS, (operator) => {
    const operand = criterion[operator];
    if (operand === undefined) return 'yes';
    if (!isCriterionOperand(operand)) return 'uncertain';
    const values = criterionValues(operand);
    if (values.length === 0 || property.state === 'unknown') return 'uncertain';
    if (property.state === 'value') return matchValues(key, property.value, operator, values);
    return operator === 'neq' ? ABSENT_UNDER_NEQ[absentUnderNeq] : 'no';
  });
  return all([byValue, matchExists(property, criterion.exists as unknown)], (match) => match);
}

function matchExists(property: FindingProperty, exists: unknown): FilterMatch {
  if (exists === undefined) return 'yes';
  if (typeof exists !== 'boolean') return 'uncertain';
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
