import type { FilterKey, FilterUse } from './filter-key.ts';

/** What is wrong with one value of a criterion, as the words after "expected"; undefined when nothing is. */
export function valueProblem(
  key: FilterKey | undefined,
  value: unknown,
  options: { readonly use?: FilterUse | undefined },
): string | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return key?.key === 'isPublic' && options.use !== undefined && !/^(?:true|false)$/.test(String(value))
        ? 'true or false'
        : undefined;
    case 'number':
      return numberProblem(key, value);
    default:
      return 'a string, number or boolean';
  }
}

function numberProblem(key: FilterKey | undefined, value: number): string | undefined {
  // A YAML or JavaScript reader that takes 012345678901 for a number has already lost the zero.
  if (key?.account === true && !/^[1-9]\d{11}$/.test(String(value))) {
    return 'an account id as a string of twelve digits, since a number loses its leading zeros';
  }
  const exact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  return exact ? undefined : 'a string, since this number has no exact decimal form';
}
