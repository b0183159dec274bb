/** T without undefined values. */
export type Defined<T> = { readonly [Name in keyof T]: Exclude<T[Name], undefined> };

/**
 * An object's members that are not undefined: the object itself when all are. To write an object whole and look for gaps costs a
 * fraction of spreading what may be absent, or of adding it member by member.
 */
export function withoutUndefined<T extends object>(object: T): Defined<T> {
  for (const name in object) {
    if (object[name] === undefined) {
      return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
    }
  }
  return object as Defined<T>;
}
