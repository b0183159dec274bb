import { inspect } from 'node:util';
import fc from 'fast-check';
import { HOSTILE_STRINGS } from '../helpers/hostile-strings.ts';

/** Far deeper than a call stack, and than anything that AWS nests. */
export const DEEP = 100_000;

/** `[[[…]]]`, frozen. */
export function deepArray(depth: number = DEEP): unknown {
  let value: unknown = Object.freeze([]);
  for (let level = 1; level < depth; level += 1) value = Object.freeze([value]);
  return value;
}

/** `{ name: { name: … } }`, frozen. */
export function deepObject(depth: number = DEEP, name = 'findings'): unknown {
  let value: unknown = Object.freeze({});
  for (let level = 1; level < depth; level += 1) value = Object.freeze({ [name]: value });
  return value;
}

/** What is expensive to make is made once. */
const DEEP_ARRAY = deepArray();
const DEEP_OBJECT = deepObject();
const DEEP_FILTER = deepObject(DEEP, 'eq');

/** Names that mean something to JavaScript, which a careless assignment or look-up would run into. */
const NAMES_OF_THE_LANGUAGE = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'toJSON',
  'then',
  'length',
  '0',
  '',
];

/** An object with an own member `__proto__`, as `JSON.parse` makes it. */
function withOwnProto(): unknown {
  return JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
}

function cycle(): unknown {
  const value: Record<string, unknown> = {};
  value['findings'] = [value];
  value['self'] = value;
  return value;
}

/** Another value each time it is read: whoever checks one read and uses the next has checked nothing. */
function moody(): unknown {
  let reads = 0;
  const values = ['text', 7, null, { a: 1 }, ['x'], true];
  return Object.defineProperties(
    {},
    Object.fromEntries(
      ['id', 'status', 'resource', 'principal', 'action', 'condition', 'isPublic', 'eq', 'schema'].map((name) => [
        name,
        { enumerable: true, get: () => values[(reads += 1) % values.length] },
      ]),
    ),
  );
}

/** What no JSON text can hold, but what a caller may hand over: each made anew. */
const ODDITIES: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => Number.NaN,
  () => -0,
  () => Number.POSITIVE_INFINITY,
  () => Number.MAX_SAFE_INTEGER + 2,
  () => -1,
  () => 1.5,
  () => 10n ** 40n,
  () => Symbol('text'),
  () => () => 'text',
  () => new Date(Number.NaN),
  () => new Date(0),
  () => new Map([['findings', []]]),
  () => new Set(['x']),
  () => /x/g,
  () => new Uint8Array(8),
  () => new String('boxed'),
  () => Object.create(null) as unknown,
  () => Object.create({ findings: [], id: 'inherited' }) as unknown,
  () => new Proxy({}, {}),
  () => new Proxy([], {}),
  () =>
    new (class Finding {
      id = 'x';
    })(),
  () => DEEP_ARRAY,
  () => DEEP_OBJECT,
  () => DEEP_FILTER,
  () => '*'.repeat(5_000),
  () => '\ud800'.repeat(1000),
  () => Array.from({ length: 5 }),
  () => new Array<unknown>(100),
  withOwnProto,
  cycle,
  moody,
];

/** What is too large to be drawn again and again: a test of its own hands it to each parser once. */
export const GIANTS: readonly (readonly [name: string, make: () => unknown])[] = [
  ['an array in an array, 100,000 deep', () => DEEP_ARRAY],
  ['an object in an object, 100,000 deep', () => DEEP_OBJECT],
  [
    'a deep object in each member',
    () => ({ findings: [DEEP_OBJECT], filter: DEEP_FILTER, id: DEEP_ARRAY, regions: [DEEP_OBJECT] }),
  ],
  ['the text of a deep array', () => `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`],
  ['the text of a deep array that never ends', () => '['.repeat(DEEP)],
  ['the text of a deep object', () => `${'{"findings":'.repeat(DEEP)}[]${'}'.repeat(DEEP)}`],
  ['a megabyte of one letter', () => 'x'.repeat(1_000_000)],
  ['a megabyte of stars', () => '*'.repeat(1_000_000)],
  ['a megabyte of stars and letters', () => 's3:*a'.repeat(200_000)],
  ['a megabyte of quotes', () => '"'.repeat(1_000_000)],
  ['a megabyte of backslashes', () => `"${'\\'.repeat(1_000_000)}`],
  ['a megabyte of blanks and line ends', () => ' \n'.repeat(500_000)],
  ['a comment that never ends', () => `/*${'*'.repeat(1_000_000)}`],
  [
    'a hundred thousand members',
    () => Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`m${index}`, { eq: ['x'] }])),
  ],
  ['a hundred thousand nulls', () => Array.from({ length: 100_000 }, () => null)],
  ['a hundred thousand texts', () => Array.from({ length: 100_000 }, (_, index) => `s3:Action${index}`)],
];

/** An input as it is shown when a property fails: never so large that showing it takes longer than the test. */
export class Given {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
    // Defined here: isolated declarations take no computed name in a class.
    Object.defineProperty(this, fc.toStringMethod, {
      value: (): string =>
        inspect(this.value, { depth: 6, maxArrayLength: 20, maxStringLength: 300, breakLength: 120 }),
    });
  }
}

/** Short texts that mean something to one of the parsers, or to what shows them later. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_STRINGS, ...NAMES_OF_THE_LANGUAGE),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '*',
    '?',
    '*:*',
    's3:*',
    's3:Get*',
    ':',
    'arn:',
    'arn:aws:s3:::',
    '111122223333',
    'true',
    'null',
    '-1',
  ),
);

const oddity = fc.constantFrom(...ODDITIES).map((make) => make());

const anything: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: oddity, weight: 3 },
  { arbitrary: hostileText, weight: 1 },
  { arbitrary: fc.array(fc.oneof(oddity, hostileText), { maxLength: 4 }), weight: 1 },
  { arbitrary: fc.dictionary(hostileText, fc.oneof(oddity, hostileText), { maxKeys: 4 }), weight: 1 },
  {
    arbitrary: fc.anything({
      key: hostileText,
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
      stringUnit: 'binary',
    }),
    weight: 4,
  },
);

/** Anything at all, JSON or not. */
export const rawInput: fc.Arbitrary<Given> = anything.map((value) => new Given(value));

/** What people really hand over by mistake: tried each time. */
export const PLAIN_MISTAKES: [Given][] = [
  null,
  undefined,
  [],
  {},
  '',
  'text',
  0,
  Number.NaN,
  true,
  () => 0,
  [null],
  [{}],
].map((value) => [new Given(value)]);

/** Text that is JSON, nearly JSON, or nothing of the kind. */
export const rawText: fc.Arbitrary<string> = fc.oneof(
  fc.json({ maxDepth: 5 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  hostileText,
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
);

/** One change at a place that a number picks: what is there is replaced, dropped, doubled, renamed or given company. */
interface Mutation {
  readonly place: number;
  readonly kind: 'replace' | 'drop' | 'double' | 'rename' | 'add';
  readonly name: string;
  readonly value: unknown;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(),
  kind: fc.constantFrom('replace', 'replace', 'drop', 'double', 'rename', 'add'),
  name: hostileText,
  value: fc.oneof({ arbitrary: anything, weight: 3 }, { arbitrary: hostileText, weight: 2 }),
});

/** A valid document with one to four members spoiled. */
export function mutated(seeds: readonly unknown[]): fc.Arbitrary<Given> {
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(mutation, { minLength: 1, maxLength: 4 }))
    .map(([seed, mutations]) => {
      // A document of JSON values and functions: a clone that keeps functions as they are.
      const root = { root: clone(seed) };
      for (const one of mutations) mutate(root, one);
      return new Given(root.root);
    });
}

function mutate(root: { root: unknown }, { kind, name, place, value }: Mutation): void {
  const places = slots(root);
  const slot = places[place % places.length];
  if (slot === undefined) return;
  const { holder, key } = slot;
  const there = holder[key];
  if (kind === 'replace' || (holder as unknown) === root) setOwn(holder, key, value);
  else if (Object.isFrozen(holder)) return;
  else if (kind === 'drop') Reflect.deleteProperty(holder, key);
  else if (kind === 'double') setOwn(holder, Array.isArray(holder) ? String(holder.length) : name, there);
  else if (kind === 'rename') {
    Reflect.deleteProperty(holder, key);
    setOwn(holder, name, there);
  } else if (typeof there === 'object' && there !== null && Object.isExtensible(there)) {
    setOwn(there as Record<string, unknown>, name, value);
  }
}

function setOwn(holder: Record<string, unknown>, key: string, value: unknown): void {
  // A list has a length of its own, and no JSON gives it a constructor, which JavaScript's own methods would obey; what is frozen
  // stays as it is.
  if (!ArrayBuffer.isView(holder) && !(Array.isArray(holder) && (key === 'length' || key === 'constructor')))
    Reflect.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Every place of a document, down to the sixth level: deeper there are only the deep values that a mutation put there. */
function slots(root: object): { readonly holder: Record<string, unknown>; readonly key: string }[] {
  const found: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
  const seen = new Set<unknown>();
  let level: unknown[] = [root];
  for (let depth = 0; depth < 8 && level.length > 0 && found.length < 2000; depth += 1) {
    const next: unknown[] = [];
    for (const holder of level) {
      if (typeof holder !== 'object' || holder === null || seen.has(holder)) continue;
      seen.add(holder);
      for (const key of Object.keys(holder)) {
        found.push({ holder: holder as Record<string, unknown>, key });
        next.push(Object.getOwnPropertyDescriptor(holder, key)?.value);
      }
    }
    level = next;
  }
  return found;
}

function clone(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clone);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, clone(member)]));
}
