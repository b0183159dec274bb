import { expect } from 'vitest';
import { AccessAnalyzerKitError } from '../../src/errors/index.ts';
import type { ErrorCode } from '../../src/errors/index.ts';

/** What each built-in object owns before a test: whatever is added or replaced has come from an input. */
const PROTOTYPES = [Object, Array, String, Number, Boolean, Function, Map, Set, Promise, Error].map(
  ({ prototype }) => prototype as object,
);

function belongings(): string {
  return PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).map(String).join(' ')).join('\n');
}

const BEFORE = belongings();

/** Longer than this no message of an error may be: it goes to a terminal, a log line, a page. */
const LONGEST_MESSAGE = 4_000;

/**
 * Runs a function on an input that nobody vouches for. It may give a result or refuse with an error of this library whose code is one of
 * those named; anything else (a TypeError, a RangeError of the stack, a text) fails the test.
 */
export async function expectResultOrRefusal(
  run: (input: never) => unknown,
  input: unknown,
  codes: readonly ErrorCode[] = ['INVALID_INPUT'],
): Promise<void> {
  let result: unknown;
  try {
    result = await run(input as never);
  } catch (error) {
    if (!(error instanceof AccessAnalyzerKitError) || !codes.includes(error.code)) throw error;
    expect(error.message.length).toBeLessThanOrEqual(LONGEST_MESSAGE);
    expect(error.message).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
  }
  expectPlain(result);
  expect(belongings()).toBe(BEFORE);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
}

/** No object of a result has its prototype from the input: a member `__proto__` may be data, and never a parent. */
function expectPlain(result: unknown): void {
  const seen = new Set<unknown>();
  const rest: unknown[] = [result];
  for (let value = rest.pop(); value !== undefined || rest.length > 0; value = rest.pop()) {
    if (typeof value !== 'object' || value === null || seen.has(value) || ArrayBuffer.isView(value)) continue;
    seen.add(value);
    if (seen.size > 20_000) return;
    const prototype = Object.getPrototypeOf(value) as object | null;
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null && !(value instanceof Array)) {
      // Map, Set, a generator, a class of the library: never one that an input made.
      expect(Object.hasOwn(prototype, 'polluted')).toBe(false);
    }
    expect((value as Record<string, unknown>)['polluted'] === true && !Object.hasOwn(value, 'polluted')).toBe(false);
    for (const key of Object.keys(value)) rest.push(Object.getOwnPropertyDescriptor(value, key)?.value);
  }
}
