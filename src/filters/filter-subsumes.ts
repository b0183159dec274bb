import type { CriterionInput, FilterInput } from '../model/archive-rule.ts';
import { criterionValues, VALUE_OPERATORS } from './criterion-values.ts';
import { equalFilters } from './equal-filters.ts';
import { matchCriterion } from './match-criterion.ts';

/**
 * Whether one filter certainly matches all that another matches, so that the other adds nothing. Sound, not complete:
 * `false` means "not shown".
 *
 * @example
 * ```ts
 * const bucket = { resource: { eq: 'arn:aws:s3:::reports' } };
 * filterSubsumes(bucket, { ...bucket, isPublic: { eq: false } }); // true: the second adds nothing
 * ```
 */
export function filterSubsumes(wider: FilterInput, narrower: FilterInput): boolean {
  return Object.entries(wider).every(([key, criterion]) => {
    const other = Object.hasOwn(narrower, key) ? narrower[key] : undefined;
    return other !== undefined && implies(key, other, criterion);
  });
}

/** Whether every property that holds under `given` holds under `wanted`. */
function implies(key: string, given: CriterionInput, wanted: CriterionInput): boolean {
  // Whatever AWS makes of a criterion, it makes the same of it twice; what equalFilters does not compare may differ.
  if (isCompared(given) && isCompared(wanted) && equalFilters({ [key]: given }, { [key]: wanted })) return true;
  const possible = possibleValues(key, given);
  if (possible !== undefined) {
    return possible.every((value) => matchCriterion(key, { state: 'value', value }, wanted) === 'yes');
  }
  const operators = Object.entries(wanted).filter(([, operand]) => operand !== undefined);
  return operators.length > 0 && operators.every(([operator]) => impliesOperator(operator, given, wanted));
}

function isCompared(criterion: CriterionInput): boolean {
  return Object.keys(criterion).every(
    (operator) => operator === 'exists' || VALUE_OPERATORS.some((known) => known === operator),
  );
}

/** The values that the property can have, where the criterion lists them. */
function possibleValues(key: string, criterion: CriterionInput): readonly string[] | undefined {
  if (criterion.eq === undefined) return undefined;
  return criterionValues(criterion.eq).filter(
    (value) => matchCriterion(key, { state: 'value', value }, criterion) !== 'no',
  );
}

function impliesOperator(operator: string, given: CriterionInput, wanted: CriterionInput): boolean {
  const parts = given.contains === undefined ? [] : criterionValues(given.contains);
  switch (operator) {
    case 'exists':
      // What contains something exists.
      return wanted.exists === given.exists || (wanted.exists === true && parts.length > 0);
    case 'eq':
      return false;
    case 'neq': {
      const excluded = given.neq === undefined ? [] : criterionValues(given.neq);
      // A value without any of the parts cannot be the property's.
      const impossible = (value: string): boolean => parts.length > 0 && !parts.some((part) => value.includes(part));
      return (
        wanted.neq !== undefined &&
        criterionValues(wanted.neq).every((value) => excluded.includes(value) || impossible(value))
      );
    }
    case 'contains': {
      const wantedParts = wanted.contains === undefined ? [] : criterionValues(wanted.contains);
      return parts.length > 0 && parts.every((part) => wantedParts.some((wantedPart) => part.includes(wantedPart)));
    }
    default:
      return false;
  }
}
