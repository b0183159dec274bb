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
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/**
 * The members of a map whose values are texts (numbers and booleans become texts), sorted by key, so that equal maps
 * print alike whoever made them. `Object.fromEntries` makes `__proto__` an ordinary member.
 */
export function textMapOf(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  const entries: [string, string][] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (typeof member === 'string') entries.push([key, member]);
    else if (typeof member === 'number' || typeof member === 'boolean') entries.push([key, String(member)]);
  }
  return Object.fromEntries(entries);
}

/** An object type whose members that may be undefined have become optional. */
export type Present<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

/** The object without its undefined members, the others in their order. */
export function present<T extends object>(members: T): Present<T> {
  return Object.fromEntries(Object.entries(members).filter(([, member]) => member !== undefined)) as Present<T>;
}
