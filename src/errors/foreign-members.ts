import { found } from './found.ts';
import type { InputIssue } from './invalid-input-error.ts';

/** What is expected of a member that nobody reads. */
export const FOREIGN = 'no member of this name';

/**
 * Members that options do not have: passed over in silence, what is misspelt would change what is done. One without a value is
 * none.
 */
export function foreignMembers<T extends object>(
  options: T,
  members: Readonly<Record<keyof T & string, true>>,
): InputIssue[] {
  return Object.entries(options)
    .filter(([path, value]) => value !== undefined && !Object.hasOwn(members, path))
    .map(([path, value]) => ({ path, found: found(value), expected: FOREIGN }));
}
