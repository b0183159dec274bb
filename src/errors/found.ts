const LIMIT = 80;

/** Says in a few words what a value is, for {@link InputIssue.found}: `"abc"`, `42`, `null`, `an array of 3`, `an object`. */
export function found(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value.length > LIMIT ? `${value.slice(0, LIMIT)}…` : value);
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  return `a ${typeof value}`;
}
