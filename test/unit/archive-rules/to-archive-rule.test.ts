import { describe, expect, it } from 'vitest';
import { toArchiveRule } from '../../../src/archive-rules/to-archive-rule.ts';
import { InvalidInputError } from '../../../src/errors/index.ts';

describe('toArchiveRule', () => {
  it('keeps what AWS sent: keys sorted, values in order, absent operators absent', () => {
    const raw = {
      ruleName: 'r',
      filter: {
        resource: { eq: ['b', 'a'], neq: undefined },
        isPublic: { eq: ['false'], contains: null },
        error: { exists: false },
      },
      createdAt: new Date('2026-01-01T00:00:00Z'),
      updatedAt: '2026-01-02T00:00:00Z',
    };
    const rule = toArchiveRule(raw);
    expect(rule).toStrictEqual({
      ruleName: 'r',
      filter: { error: { exists: false }, isPublic: { eq: ['false'] }, resource: { eq: ['b', 'a'] } },
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-02T00:00:00.000Z',
    });
    expect(Object.keys(rule.filter)).toStrictEqual(['error', 'isPublic', 'resource']);
  });

  it('takes a criterion with operators that the SDK does not know for an empty one, which matches nothing for certain', () => {
    expect(toArchiveRule({ ruleName: 'r', filter: { resource: {} } }).filter).toStrictEqual({ resource: {} });
  });

  it.each<[string, unknown, string, string, string?]>([
    ['no object', 'r', '', 'an object'],
    ['no name', { filter: {} }, 'ruleName', 'a name'],
    ['an empty name', { ruleName: '', filter: {} }, 'ruleName', 'a name', '""'],
    ['a name that is a number', { ruleName: 7, filter: {} }, 'ruleName', 'a name', '7'],
    ['no filter', { ruleName: 'r' }, 'filter', 'an object of criteria'],
    ['a filter that is a list', { ruleName: 'r', filter: [] }, 'filter', 'an object of criteria'],
    ['a criterion that is a text', { ruleName: 'r', filter: { resource: 'x' } }, 'filter.resource', 'a criterion'],
    [
      'a value that is a text',
      { ruleName: 'r', filter: { resource: { eq: 'x' } } },
      'filter.resource.eq',
      'a list of texts',
    ],
    [
      'a number among the values',
      { ruleName: 'r', filter: { resource: { neq: ['x', 1] } } },
      'filter.resource.neq',
      'a list of texts',
    ],
  ])('refuses %s, so that no rule looks wider or narrower than it is', (_name, raw, path, expected, found) => {
    const refused = (): unknown => {
      try {
        return toArchiveRule(raw);
      } catch (error) {
        return error;
      }
    };
    const error = refused();
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({
      issues: [{ path, expected, ...(found === undefined ? {} : { found }) }],
      message: expect.stringContaining('archive rule') as unknown,
    });
  });
});
