import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { InvalidInputError } from '../../../src/errors/invalid-input-error.ts';
import { looseObjectOf, objectOf, partObjectOf, recordOf, strictObjectOf } from '../../../src/model/object-schema.ts';
import { parseWith } from '../../../src/model/parse-with.ts';
import type { ValueSchema } from '../../../src/model/schema.ts';

const entries = { name: v.string(), level: v.optional(v.picklist(['a', 'b'])) };

function issuesOf(schema: ValueSchema, value: unknown): string[] {
  try {
    parseWith(() => schema, value, 'test');
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return error.issues.map(({ path, found, expected }) => `${path}: ${found}, not ${expected}`);
  }
}

describe('an object', () => {
  test.each([
    ['objectOf', objectOf(entries)],
    ['looseObjectOf', looseObjectOf(entries)],
    ['partObjectOf', partObjectOf(entries)],
    ['strictObjectOf', strictObjectOf(entries)],
  ])('of %s is no list, no text, nothing else', (_, schema) => {
    expect(issuesOf(schema, { name: 'n' })).toEqual([]);
    expect(issuesOf(schema, [])).toEqual([': an array of 0, not object']);
    expect(issuesOf(schema, null)).toEqual([': null, not object']);
    expect(issuesOf(schema, 'text')).toEqual([': "text", not object']);
  });

  test('says of each member what is wrong with it, and of one that is not there what it should be', () => {
    const nested = objectOf({ one: objectOf(entries), many: v.array(objectOf(entries)), kind: v.literal('k') });
    expect(issuesOf(nested, { one: {}, many: [{ name: 1, level: 'c' }] })).toEqual([
      'one.name: nothing, not string',
      'many[0].name: 1, not string',
      'many[0].level: "c", not one of "a", "b"',
      'kind: nothing, not one of "k"',
    ]);
    const own = objectOf({ size: v.custom(() => false, 'a size') });
    expect(issuesOf(own, {})).toEqual(['size: nothing, not a size']);
  });

  test('leaves out, lets through or refuses other members', () => {
    const given = { name: 'n', other: 1, more: 2 };
    expect(parseWith(() => objectOf(entries), given, 'test')).toEqual({ name: 'n' });
    expect(parseWith(() => looseObjectOf(entries), given, 'test')).toEqual(given);
    expect(parseWith(() => partObjectOf(entries), given, 'test')).toEqual(given);
    expect(issuesOf(strictObjectOf(entries), given)).toEqual([
      'other: 1, not no member of this name',
      'more: 2, not no member of this name',
    ]);
    const unseen: unknown = JSON.parse('{ "name": "n", "constructor": 1, "prototype": 2, "__proto__": 3 }');
    for (const schema of [partObjectOf(entries), strictObjectOf(entries)]) {
      expect(issuesOf(schema, unseen)).toEqual([
        '__proto__: 3, not no member of this name',
        'constructor: 1, not no member of this name',
        'prototype: 2, not no member of this name',
      ]);
    }
  });
});

describe('a record', () => {
  const texts = recordOf(v.string());

  test('keeps members of any name but __proto__', () => {
    const given: unknown = JSON.parse(
      '{ "constructor": "a", "prototype": "b", "toString": "c", "__proto__": "d", "": "e" }',
    );
    const record = parseWith(() => texts, given, 'test');
    expect(Object.entries(record)).toEqual([
      ['constructor', 'a'],
      ['prototype', 'b'],
      ['toString', 'c'],
      ['', 'e'],
    ]);
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
  });

  test('names each value that is of another kind', () => {
    expect(issuesOf(texts, { a: 1, b: 'b', constructor: 2 })).toEqual([
      'a: 1, not string',
      'constructor: 2, not string',
    ]);
    expect(issuesOf(recordOf(objectOf({ n: v.number() })), { a: { n: 'x' } })).toEqual(['a.n: "x", not number']);
    expect(issuesOf(texts, ['a'])).toEqual([': an array of 1, not record']);
  });
});
