import * as v from 'valibot';
import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { expectation } from './expectation.ts';
import type { Schema } from './schema.ts';

/**
 * Checks a value with a schema and throws our own error, which says for each member its path, what was found and
 * what was expected.
 *
 * @throws {@link InvalidInputError}
 */
export function parseWith<T>(schema: Schema<T>, value: unknown, subject: string): T {
  const result = v.safeParse(schema(), value, { message: expectation });
  if (result.success) return result.output;
  throw new InvalidInputError(
    subject,
    result.issues.map(({ message, path = [] }) => {
      const keys = path.map(({ key }) => key);
      return { path: pathText(keys), found: found(valueAt(value, keys)), expected: message };
    }),
  );
}

/** `['findings', 3, 'principal']` → `findings[3].principal`. */
function pathText(path: readonly unknown[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

function valueAt(root: unknown, path: readonly unknown[]): unknown {
  let value = root;
  for (const key of path as readonly (string | number)[]) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}
