import { canonicalJson } from './canonical-json.ts';
import { compareStrings } from './compare.ts';

/**
 * A total order over plain JSON values: by content, then by the order in which their members happen to stand, so that
 * of two candidates the same one is taken whichever came first, to the byte.
 */
export function compareContent(left: unknown, right: unknown): number {
  if (left === right) return 0;
  return (
    compareStrings(canonicalJson(left), canonicalJson(right)) ||
    compareStrings(JSON.stringify(left), JSON.stringify(right))
  );
}

/** The greatest item: the join of a total order. Associative, commutative and idempotent for any such order. */
export function greatest<T>(items: readonly [T, ...T[]], compare: (left: T, right: T) => number): T {
  return items.reduce((best, next) => (compare(next, best) > 0 ? next : best));
}

/** The items of greatest rank, in their order. */
export function topRanked<T>(items: readonly [T, ...T[]], rankOf: (item: T) => number): [T, ...T[]] {
  const top = Math.max(...items.map(rankOf));
  return items.filter((item) => rankOf(item) === top) as [T, ...T[]];
}

/** The items that are not undefined. */
export function known<T>(items: readonly (T | undefined)[]): T[] {
  return items.filter((item) => item !== undefined);
}

/** Whether there is at least one, for the type's sake. */
export function isNonEmpty<T>(items: readonly T[]): items is readonly [T, ...T[]] {
  return items.length > 0;
}

/** Joins the items that have one key, and returns the results in order of their keys. */
export function joinBy<T, U>(
  items: Iterable<T>,
  keyOf: (item: T) => readonly string[],
  join: (group: readonly [T, ...T[]]) => U,
): U[] {
  const groups = new Map<string, { readonly key: readonly string[]; readonly group: [T, ...T[]] }>();
  for (const item of items) {
    const key = keyOf(item);
    const text = key.length === 1 ? (key[0] ?? '') : JSON.stringify(key);
    const known = groups.get(text);
    if (known === undefined) groups.set(text, { key, group: [item] });
    else known.group.push(item);
  }
  return [...groups.values()].sort((left, right) => compareKeys(left.key, right.key)).map(({ group }) => join(group));
}

function compareKeys(left: readonly string[], right: readonly string[]): number {
  for (const [index, part] of left.entries()) {
    const order = compareStrings(part, right[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}
