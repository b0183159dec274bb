import * as v from 'valibot';
import { FOREIGN } from '../errors/foreign-members.ts';
import { expectation } from './expectation.ts';
import { isRecord } from './loose.ts';
import type { ValueSchema } from './schema.ts';

type ObjectSchema<Entries extends v.ObjectEntries> = ValueSchema<v.InferOutput<v.ObjectSchema<Entries, undefined>>>;

/** An object with these members; others are left out. A list is no object, though valibot's own schemas let one pass. */
export function objectOf<const Entries extends v.ObjectEntries>(entries: Entries): ObjectSchema<Entries> {
  return v.pipe(anObject('object'), v.object(entries, whatIsMissing(entries)));
}

/** An object with these members; others are let through. */
export function looseObjectOf<const Entries extends v.ObjectEntries>(entries: Entries): ObjectSchema<Entries> {
  return v.pipe(anObject('object'), v.looseObject(entries, whatIsMissing(entries)));
}

/** An object with these members, whose others are somebody else's to check: none gets lost before. */
export function partObjectOf<const Entries extends v.ObjectEntries>(entries: Entries): ObjectSchema<Entries> {
  return v.pipe(anObject('object'), nothingUnseen(), v.looseObject(entries, whatIsMissing(entries)));
}

/** An object with these members; every other one is an issue. */
export function strictObjectOf<const Entries extends v.ObjectEntries>(entries: Entries): ObjectSchema<Entries> {
  return v.pipe(
    anObject('object'),
    nothingUnseen(),
    v.objectWithRest(entries, v.never(FOREIGN), whatIsMissing(entries)),
  );
}

/** What valibot passes over when it looks at the members that a schema does not have. */
const UNSEEN = ['__proto__', 'constructor', 'prototype'];

function nothingUnseen(): v.RawCheckAction<Record<string, unknown>> {
  return v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const key of UNSEEN) {
      if (Object.hasOwn(dataset.value, key)) addIssue({ message: FOREIGN, path: [memberOf(dataset.value, key)] });
    }
  });
}

/**
 * An object of any members whose values are of one kind. `__proto__` is left out; valibot's own schema would also lose what is
 * called `constructor` or `prototype`, as a tag may be.
 */
export function recordOf<T>(member: ValueSchema<T>): ValueSchema<Record<string, T>> {
  return v.pipe(
    anObject('record'),
    v.rawTransform(({ dataset, addIssue }) => {
      const members: Record<string, T> = {};
      for (const [key, value] of Object.entries(dataset.value)) {
        if (key === '__proto__') continue;
        const result = v.safeParse(member, value, { message: expectation });
        if (result.success) members[key] = result.output;
        else {
          const step = memberOf(dataset.value, key);
          for (const { message, path = [] } of result.issues) addIssue({ message, path: [step, ...path] });
        }
      }
      return members;
    }),
  );
}

/** A member as a step of an issue's path. */
export function memberOf(object: object, key: string): v.ObjectPathItem {
  return {
    type: 'object',
    origin: 'value',
    input: object as Record<string, unknown>,
    key,
    value: Reflect.get(object, key) as unknown,
  };
}

function anObject(expected: string): ValueSchema<Record<string, unknown>> {
  return v.custom<Record<string, unknown>>(isRecord, expected);
}

/** Says of a member that is not there what it should be: valibot's issue has only its name. */
function whatIsMissing(entries: v.ObjectEntries): (issue: v.BaseIssue<unknown>) => string {
  return ({ path }) => {
    const entry = entries[String(path?.at(-1)?.key)] as ValueSchema & { readonly message?: unknown };
    const { expects, message, type } = entry;
    return typeof message === 'string' ? message : expectation({ type, expected: expects });
  };
}
