import { printable } from './printable.ts';

const LIMIT = 80;

/** Says in a few words what a value is, for {@link InputIssue.found}: `"abc"`, `42`, `null`, `an array of 3`, `an object`. */
export function found(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return printable(String(value), LIMIT);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  return `a ${typeof value}`;
}

/** Quoted as in JSON, then rid of what JSON leaves as it is: the controls from U+007F on, marks that turn text around. */
function text(value: string): string {
  return printable(JSON.stringify(value.length > LIMIT ? `${value.slice(0, LIMIT)}…` : value), 8 * LIMIT);
}
