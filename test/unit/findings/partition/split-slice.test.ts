import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOutside, sliceFilter, type Slice, type SliceKey } from '../../../../src/findings/partition/slice.ts';
import { splitSlice, type SeenValues } from '../../../../src/findings/partition/split-slice.ts';
import { matchFilter } from '../../../../src/filters/index.ts';
import type { Filter } from '../../../../src/model/archive-rule.ts';
import { RESOURCE_TYPES, type Finding } from '../../../../src/model/finding.ts';
import { toFinding } from '../../../../src/model/to-finding.ts';

const seen = (
  counts: Partial<Record<SliceKey, Readonly<Record<string, number>>>> = {},
  lacking: readonly SliceKey[] = [],
): SeenValues => ({
  counts: {
    resourceType: new Map(Object.entries(counts.resourceType ?? {})),
    resourceOwnerAccount: new Map(Object.entries(counts.resourceOwnerAccount ?? {})),
  },
  lacking: new Set(lacking),
});
const split = (slice: Slice, values: SeenValues, filter?: Filter): readonly Slice[] | undefined =>
  splitSlice(slice, { filter, access: 'external', seen: values });
const s3 = { resourceType: { eq: ['AWS::S3::Bucket'] } };
const many = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`account-${index}`, index + 1]));

describe('splitSlice', () => {
  it('splits by every type that the analyzer can find, and one part for all others', () => {
    const parts = split({}, seen())!;
    const named = RESOURCE_TYPES.filter((type) => type !== 'AWS::IAM::User');
    expect(parts.map(({ resourceType }) => resourceType)).toStrictEqual([
      ...named.map((type) => ({ eq: [type] })),
      { neq: named },
    ]);
  });

  it('names a type that this release does not know when it was seen, and before the others', () => {
    const parts = split({}, seen({ resourceType: { 'AWS::New::Thing': 1, 'AWS::KMS::Key': 9 } }))!;
    expect(parts.slice(0, 2)).toStrictEqual([
      { resourceType: { eq: ['AWS::KMS::Key'] } },
      { resourceType: { eq: ['AWS::New::Thing'] } },
    ]);
    expect(parts).toHaveLength(18);
    expect(parts.at(-1)?.resourceType?.neq).toContain('AWS::New::Thing');
  });

  it('does not split by more than 20 types, but by account then', () => {
    const resourceType = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`AWS::New::T${index}`, 1]));
    expect(split({}, seen({ resourceType }))).toBeUndefined();
    const parts = split({}, seen({ resourceType, resourceOwnerAccount: { a: 1, b: 2 } }));
    expect(parts).toStrictEqual([
      { resourceOwnerAccount: { eq: ['b'] } },
      { resourceOwnerAccount: { eq: ['a'] } },
      { resourceOwnerAccount: { neq: ['b', 'a'] } },
    ]);
  });

  it('splits a type by the 20 accounts seen most, and the others together', () => {
    const parts = split(s3, seen({ resourceOwnerAccount: many(30) }))!;
    expect(parts).toHaveLength(21);
    expect(parts[0]).toStrictEqual({ ...s3, resourceOwnerAccount: { eq: ['account-29'] } });
    expect(parts.at(-1)?.resourceOwnerAccount?.neq).toHaveLength(20);
  });

  it.each<[string, Slice, SeenValues, Filter | undefined]>([
    ['one account', s3, seen({ resourceOwnerAccount: { a: 5 } }), undefined],
    ['no account', s3, seen(), undefined],
    [
      'both keys set',
      { ...s3, resourceOwnerAccount: { eq: ['a'] } },
      seen({ resourceOwnerAccount: many(3) }),
      undefined,
    ],
    [
      'findings that lack the account',
      s3,
      seen({ resourceOwnerAccount: many(3) }, ['resourceOwnerAccount']),
      undefined,
    ],
    ['a filter of one value', {}, seen(), { resourceType: { eq: ['AWS::KMS::Key'] } }],
    ['a filter that excludes', {}, seen(), { resourceType: { neq: ['AWS::KMS::Key'] } }],
    ['a filter that contains', {}, seen(), { resourceType: { contains: ['S3'] } }],
    ['a filter of two operators', {}, seen(), { resourceType: { eq: ['a', 'b'], neq: ['c'] } }],
  ])('leaves alone %s', (_name, slice, values, filter) => {
    expect(split(slice, values, filter)).toBeUndefined();
  });

  it('splits a filter of several values into those values, and nothing else', () => {
    const filter = { resourceType: { eq: ['a', 'b', 'c'] }, status: { eq: ['ACTIVE'] } };
    const parts = split({}, seen(), filter)!;
    expect(parts.map((part) => sliceFilter(filter, part))).toStrictEqual([
      { resourceType: { eq: ['a'] }, status: { eq: ['ACTIVE'] } },
      { resourceType: { eq: ['b'] }, status: { eq: ['ACTIVE'] } },
      { resourceType: { eq: ['c'] }, status: { eq: ['ACTIVE'] } },
    ]);
  });

  it('makes parts of which each finding of the slice matches exactly one, as the service judges it', () => {
    const type = fc.constantFrom(...RESOURCE_TYPES, 'AWS::New::Thing', 'AWS::New::Other');
    const owner = fc.constantFrom('1', '2', '3', '4');
    const finding = fc
      .record({ resourceType: type, resourceOwnerAccount: owner })
      .map((members) => toFinding({ id: 'f', ...members }, { api: 'v1' }));
    const values = fc
      .tuple(fc.dictionary(type, fc.nat(), { maxKeys: 4 }), fc.dictionary(owner, fc.nat()))
      .map(([resourceType, resourceOwnerAccount]) => seen({ resourceType, resourceOwnerAccount }));
    const filter = fc.option(
      fc.record({ resourceType: fc.uniqueArray(type, { minLength: 1, maxLength: 5 }).map((eq) => ({ eq })) }),
      { nil: undefined },
    );
    const matches = (item: Finding, criteria: Filter | undefined): boolean =>
      matchFilter(item, criteria ?? {}) === 'yes';
    fc.assert(
      fc.property(fc.array(finding), values, filter, (items, counts, given) => {
        const parts = split({}, counts, given) ?? [{}];
        const all = parts.flatMap((part) => split(part, counts, given) ?? [part]);
        for (const item of items) {
          const holding = all.filter((part) => matches(item, sliceFilter(given, part)));
          expect(holding).toHaveLength(matches(item, given) ? 1 : 0);
          for (const part of holding) expect(isOutside(item, part)).toBe(false);
        }
      }),
    );
  });
});

describe('isOutside', () => {
  const of = (members: object): Finding => toFinding({ id: 'f', ...members }, { api: 'v1' });
  it.each<[boolean, object, Slice]>([
    [false, { resourceType: 'A' }, {}],
    [false, { resourceType: 'A' }, { resourceType: { eq: ['A'] } }],
    [true, { resourceType: 'B' }, { resourceType: { eq: ['A'] } }],
    [true, { resourceType: 'A' }, { resourceType: { neq: ['A'] } }],
    [false, { resourceType: 'B' }, { resourceType: { neq: ['A'] } }],
    [true, {}, { resourceType: { neq: ['A'] } }],
    [true, { resourceType: 'A' }, { resourceOwnerAccount: { eq: ['1'] } }],
    [
      true,
      { resourceType: 'A', resourceOwnerAccount: '2' },
      { resourceType: { eq: ['A'] }, resourceOwnerAccount: { eq: ['1'] } },
    ],
  ])('says %j of %j in %j', (expected, members, slice) => {
    expect(isOutside(of(members), slice)).toBe(expected);
  });
});
