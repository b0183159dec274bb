import * as v from 'valibot';
import type { ValueSchema } from './schema.ts';
import { toTimestamp } from './timestamp.ts';

// By `check` where the schemas of a policy need it: each other action of valibot's would be shipped with the judging too.

/** Twelve digits. */
export function accountId(): ValueSchema<string> {
  return v.pipe(
    v.string(),
    v.check((text) => /^\d{12}$/.test(text), 'an account of twelve digits'),
  );
}

/** With at least one character. */
export function nonEmptyText(): ValueSchema<string> {
  return v.pipe(
    v.string(),
    v.check((text) => text !== '', 'a text that is not empty'),
  );
}

/** An integer that a number holds exactly. */
export function wholeNumber(least: number, expected: string): ValueSchema<number> {
  return v.pipe(v.number(), v.safeInteger(expected), v.minValue(least, expected));
}

/** Something to call. */
export function callback<T extends (...args: never[]) => unknown>(expected = 'a function'): ValueSchema<T> {
  return v.custom<T>((value) => typeof value === 'function', expected);
}

/** Of an AbortController, or of `AbortSignal.timeout`. */
export function abortSignal(): ValueSchema<AbortSignal> {
  return v.instance(AbortSignal, 'an AbortSignal');
}

/** A time as AWS writes it, if it is there at all. */
export function timeOnWire(): ValueSchema {
  return v.nullish(v.custom((value) => toTimestamp(value) !== undefined, 'an ISO 8601 time stamp'));
}
