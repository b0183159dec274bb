import { compareStrings } from './compare.ts';

/** JSON with the members of every object in one order and absent (`undefined`) members left out: equal values, equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([left], [right]) => compareStrings(left, right)))
      : member,
  );
}
