/** Whether a value is an object with members: neither null nor an array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text with something in it, else undefined. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The texts of a list; a single text is a list of one. Anything that is not a text is left out. */
export function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  const texts: string[] = [];
  if (Array.isArray(value)) for (const item of value as unknown[]) if (typeof item === 'string') texts.push(item);
  return texts;
}

/**
 * The members of a map whose values are texts (numbers and booleans become texts), sorted by key, so that equal maps
 * print alike whoever made them. `__proto__` is an ordinary member.
 */
export function textMapOf(value: unknown): Record<string, string> {
  const texts: Record<string, string> = {};
  if (!isRecord(value)) return texts;
  const keys = Object.keys(value);
  if (keys.length > 1) keys.sort();
  for (const key of keys) {
    const member = value[key];
    if (typeof member === 'string') setMember(texts, key, member);
    else if (typeof member === 'number' || typeof member === 'boolean') setMember(texts, key, String(member));
  }
  return texts;
}

/** Plain assignment of `__proto__` would lose the member. */
function setMember(object: Record<string, string>, key: string, value: string): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/** An object type whose members that may be undefined have become optional. */
export type Present<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

/**
 * The object without its undefined members, the others in their order: the object itself when it has none. To write an object whole
 * and look for gaps costs a fraction of spreading what may be absent, or of adding it member by member.
 */
export function present<T extends object>(members: T): Present<T> {
  for (const key in members) if (members[key] === undefined) return withoutGaps(members);
  return members;
}

function withoutGaps<T extends object>(members: T): Present<T> {
  const found: Record<string, unknown> = {};
  for (const key in members) if (members[key] !== undefined) found[key] = members[key];
  return found as Present<T>;
}
