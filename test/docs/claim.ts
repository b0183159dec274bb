import { deepStrictEqual } from 'node:assert/strict';

/** Holds a block to what its comment says that a value is. */
export function claim<T>(value: T, said: unknown): T {
  deepStrictEqual(value, said, `The comment says ${JSON.stringify(said)}, and it is ${JSON.stringify(value)}`);
  return value;
}
