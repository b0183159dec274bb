import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../src/errors/index.ts';
import { equalFilters, normalizeFilter, type NormalizeFilterOptions } from '../../../src/filters/index.ts';
import type { FilterInput } from '../../../src/model/archive-rule.ts';

describe('normalizeFilter', () => {
  it('writes single values, numbers and booleans as lists of strings', () => {
    expect(
      normalizeFilter({
        isPublic: { eq: true },
        resourceOwnerAccount: { eq: [111122223333, '012345678901'] },
        'condition.aws:SourceIp': { neq: '10.0.0.0/8', contains: undefined },
        error: { exists: false },
      }),
    ).toEqual({
      isPublic: { eq: ['true'] },
      resourceOwnerAccount: { eq: ['111122223333', '012345678901'] },
      'condition.aws:SourceIp': { neq: ['10.0.0.0/8'] },
      error: { exists: false },
    });
  });

  it('drops repeated values before it counts them', () => {
    const values = Array.from({ length: 20 }, (_, index) => `v${index}`);
    expect(normalizeFilter({ resource: { eq: [...values, ...values] } })).toEqual({ resource: { eq: values } });
  });

  it('keeps what it does not know when nothing says what it is for', () => {
    expect(normalizeFilter({ someFutureKey: { eq: 'x' } })).toEqual({ someFutureKey: { eq: ['x'] } });
  });

  it('takes an empty filter for a list only', () => {
    expect(normalizeFilter({}, { use: 'list' })).toEqual({});
    expect(() => normalizeFilter({}, { use: 'archive-rule' })).toThrow('matches every finding');
    expect(() => normalizeFilter({})).toThrow('matches every finding');
  });

  const rule: NormalizeFilterOptions = { use: 'archive-rule' };
  const refused: [string, unknown, NormalizeFilterOptions, string, string][] = [
    ['no object', null, {}, '', 'an object of criteria'],
    ['a list', [], {}, '', 'an object of criteria'],
    ['a criterion that is none', { resource: 'x' }, {}, 'filter.resource', 'a criterion such as'],
    ['an empty criterion', { resource: {} }, {}, 'filter.resource', 'at least one of eq'],
    ['an unknown operator', { resource: { equals: 'x' } }, {}, 'filter.resource.equals', 'no such operator'],
    ['no values', { resource: { eq: [] } }, {}, 'filter.resource.eq', '1 to 20'],
    [
      '21 values',
      { resource: { eq: Array.from({ length: 21 }, (_, index) => index) } },
      {},
      'filter.resource.eq',
      '1 to 20',
    ],
    ['a null value', { resource: { eq: ['a', null] } }, {}, 'filter.resource.eq[1]', 'a string, number or boolean'],
    ['a text for exists', { resource: { exists: 'true' } }, {}, 'filter.resource.exists', 'true or false'],
    [
      'a lost leading zero',
      { 'principal.AWS': { eq: 12345678901 } },
      {},
      'filter["principal.AWS"].eq',
      'twelve digits',
    ],
    ['a number beyond precision', { resource: { eq: 2 ** 60 } }, {}, 'filter.resource.eq', 'no exact decimal form'],
    ['NaN', { resource: { eq: NaN } }, {}, 'filter.resource.eq', 'no exact decimal form'],
    ['a key with a line break', { 'principal.\n': { eq: 'x' } }, {}, 'filter["principal.\\n"]', 'a filter key such as'],
    ['an empty key', { '': { eq: 'x' } }, {}, 'filter[""]', 'a filter key such as'],
    ['an unknown key in a rule', { foo: { eq: 'x' } }, rule, 'filter.foo', 'a filter key that AWS knows'],
    ['another case in a rule', { ispublic: { eq: 'x' } }, rule, 'filter.ispublic', 'isPublic: keys are case-sensitive'],
    ['status in a rule', { status: { eq: 'ACTIVE' } }, rule, 'filter.status', 'takes in an archive rule'],
    ['id in a rule', { id: { eq: 'x' } }, rule, 'filter.id', 'takes in an archive rule'],
    ['a preview key in a list', { changeType: { eq: 'NEW' } }, { use: 'list' }, 'filter.changeType', 'in a list'],
    ['exists with others', { error: { exists: true, eq: 'x' } }, rule, 'filter.error.exists', 'to stand alone'],
    ['a Boolean that is none', { isPublic: { eq: 'True' } }, rule, 'filter.isPublic.eq', 'true or false'],
    ['a number for a Boolean', { isPublic: { eq: [true, 0] } }, rule, 'filter.isPublic.eq[1]', 'true or false'],
    [
      'a number for a Boolean in a list',
      { isPublic: { eq: 1 } },
      { use: 'list' },
      'filter.isPublic.eq',
      'true or false',
    ],
    [
      'a key of external findings for an unused-access analyzer',
      { isPublic: { eq: false } },
      { use: 'archive-rule', access: 'unused' },
      'filter.isPublic',
      'findings of unused access',
    ],
  ];
  it.each(refused)('refuses %s', (_name, input, options, path, expected) => {
    try {
      normalizeFilter(input as FilterInput, options);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidInputError);
      expect((error as InvalidInputError).issues).toEqual([
        { path, found: expect.any(String) as string, expected: expect.stringContaining(expected) as string },
      ]);
    }
  });

  it('reports everything that is wrong at once', () => {
    expect(() => normalizeFilter({ foo: { eq: [] }, status: { eq: 'ACTIVE' } }, rule)).toThrow(
      /filter\.foo: .*filter\.foo\.eq: .*filter\.status: /s,
    );
  });
});

describe('equalFilters', () => {
  const cases: [FilterInput, FilterInput, boolean][] = [
    [{ isPublic: { eq: true } }, { isPublic: { eq: ['true'] } }, true],
    [{ resource: { eq: ['a', 'b'] } }, { resource: { eq: ['b', 'a', 'a'] } }, true],
    [{ resource: { eq: 'a' }, id: { eq: 'b' } }, { id: { eq: 'b' }, resource: { eq: 'a', neq: undefined } }, true],
    [{ resource: { eq: 'a' } }, { resource: { contains: 'a' } }, false],
    [{ resource: { exists: true } }, { resource: { exists: false } }, false],
    [{ resource: { eq: 'a' } }, { resource: { eq: 'A' } }, false],
    [{ resource: { eq: 'a' } }, { resource: { eq: 'a' }, isPublic: { eq: false } }, false],
  ];
  it.each(cases)('%j and %j: %s', (left, right, expected) => {
    expect(equalFilters(left, right)).toBe(expected);
    expect(equalFilters(right, left)).toBe(expected);
  });
});
