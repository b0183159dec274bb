import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import type { CriterionValue } from '../model/archive-rule.ts';

/** The operators that hold values, in AWS's order. */
export const VALUE_OPERATORS = ['eq', 'neq', 'contains'] as const;
/** An operator that holds values. */
export type ValueOperator = (typeof VALUE_OPERATORS)[number];

/**
 * One value or several, as the strings that AWS wants.
 *
 * @throws {@link InvalidInputError} for what has no text of its own.
 */
export function criterionValues(input: CriterionValue | readonly CriterionValue[]): readonly string[] {
  return Array.from(isList(input) ? input : [input], (value: unknown) => {
    if (isCriterionValue(value)) return String(value);
    throw new InvalidInputError('filter', [{ path: '', found: found(value), expected: 'a string, number or boolean' }]);
  });
}

/** Whether an operand is what its type says: values that have one text. A filter may come from anywhere. */
export function isCriterionOperand(operand: unknown): boolean {
  return Array.isArray(operand) ? Array.from(operand, isCriterionValue).every(Boolean) : isCriterionValue(operand);
}

/** Whether a value of a criterion has one text. */
export function isCriterionValue(value: unknown): value is CriterionValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** `Array.isArray` does not narrow a readonly array away from the rest of a union. */
export function isList(input: CriterionValue | readonly CriterionValue[]): input is readonly CriterionValue[] {
  return Array.isArray(input);
}
