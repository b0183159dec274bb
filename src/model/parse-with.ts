import type * as z from 'zod/mini';
import { found } from '../errors/found.ts';
import { InvalidInputError, type InputIssue } from '../errors/invalid-input-error.ts';
import type { Schema } from './schema.ts';

/**
 * Checks a value with a schema and throws our own error, which says for each member its path, what was found and
 * what was expected.
 *
 * @throws {@link InvalidInputError}
 */
export function parseWith<T>(schema: Schema<T>, value: unknown, subject: string): T {
  const result = schema().safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw new InvalidInputError(
    subject,
    result.error.issues.map((issue) => toInputIssue(issue, value)),
    { cause: result.error },
  );
}

function toInputIssue(issue: z.core.$ZodIssue, root: unknown): InputIssue {
  return { path: pathText(issue.path), found: found(valueAt(root, issue.path)), expected: expectation(issue) };
}

/** `['findings', 3, 'principal']` → `findings[3].principal`. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected;
    case 'invalid_value':
      return `one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'unrecognized_keys':
      return `no member ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`;
    default:
      return issue.message;
  }
}
