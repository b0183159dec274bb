/** What is used of a schema, and of an issue that it raised. */
interface Expecting {
  readonly type: string;
  /** The type in valibot's words: `Object`, `("a" | "b")`. */
  readonly expected: string | null;
}

/** What a schema that has no words of its own expects, for {@link InputIssue}: `object`, `one of "a", "b"`. */
export function expectation({ type, expected }: Expecting): string {
  const kind = expected ?? type;
  if (type === 'picklist' || type === 'literal') {
    return `one of ${kind.replace(/^\((.*)\)$/, '$1').replaceAll(' | ', ', ')}`;
  }
  return kind === 'Array' || kind === 'Object' ? kind.toLowerCase() : kind;
}
