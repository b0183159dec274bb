import { isCriterionValue } from './criterion-values.ts';
import type { FilterKey, FilterUse } from './filter-key.ts';

/** What is wrong with one value of a criterion, as the words after "expected"; undefined when nothing is. */
export function valueProblem(
  key: FilterKey | undefined,
  value: unknown,
  options: { readonly use?: FilterUse | undefined },
): string | undefined {
  if (!isCriterionValue(value)) return 'a string, number or boolean';
  if (key?.key === 'isPublic' && options.use !== undefined && !isBooleanText(String(value))) return 'true or false';
  return typeof value === 'number' ? numberProblem(key, value) : undefined;
}

/** Whether a text is one of a Boolean. AWS's own reading of others, `True` or `1`, is not known. */
export function isBooleanText(text: string): boolean {
  return text === 'true' || text === 'false';
}

function numberProblem(key: FilterKey | undefined, value: number): string | undefined {
  // A YAML or JavaScript reader that takes 012345678901 for a number has already lost the zero.
  if (key?.account === true && !/^[1-9]\d{11}$/.test(String(value))) {
    return 'an account id as a string of twelve digits, since a number loses its leading zeros';
  }
  const exact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  return exact ? undefined : 'a string, since this number has no exact decimal form';
}
