/** Orders strings by code unit: the same on every machine, whatever its locale. For `Array.prototype.sort`. */
export function compareStrings(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/* @__NO_SIDE_EFFECTS__ */
/** A comparison by one or more string keys, the first that differs deciding. */
export function compareBy<T>(...keys: readonly ((item: T) => string)[]): (left: T, right: T) => number {
  return (left, right) => {
    for (const key of keys) {
      const order = compareStrings(key(left), key(right));
      if (order !== 0) return order;
    }
    return 0;
  };
}

/** The strings without repetition, in the order of {@link compareStrings}. */
export function sortedUnique(values: Iterable<string>): string[] {
  return [...new Set(values)].sort(compareStrings);
}
