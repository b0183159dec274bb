import type { CriterionValue } from '../model/archive-rule.ts';

/** The operators that hold values, in AWS's order. */
export const VALUE_OPERATORS = ['eq', 'neq', 'contains'] as const;
/** An operator that holds values. */
export type ValueOperator = (typeof VALUE_OPERATORS)[number];

/** One value or several, as the strings that AWS wants. */
export function criterionValues(input: CriterionValue | readonly CriterionValue[]): readonly string[] {
  return (isList(input) ? input : [input]).map(String);
}

/** `Array.isArray` does not narrow a readonly array away from the rest of a union. */
export function isList(input: CriterionValue | readonly CriterionValue[]): input is readonly CriterionValue[] {
  return Array.isArray(input);
}
