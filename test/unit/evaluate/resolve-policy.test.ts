import { describe, expect, test } from 'vitest';
import { InvalidInputError } from '../../../src/errors/invalid-input-error.ts';
import { policies } from '../../../src/evaluate/policies.ts';
import { judgesLike, resolvePolicy, type PolicyInput } from '../../../src/evaluate/resolve-policy.ts';

const gap = { account: '111122223333', region: 'us-east-1', owner: 'o', reason: 'r', expires: '2027-01-01' } as const;
const exception = { owner: 'o', reason: 'r', expires: '2027-01-01', maxLevel: 'Read' } as const;

describe('resolvePolicy', () => {
  test.each<[string, PolicyInput | undefined, { readonly name: string; readonly description?: string | undefined }]>([
    ['nothing is strict', undefined, policies.strict],
    ['what differs in nothing is strict, whatever it is called', { name: 'ours', warmUpHours: 24 }, policies.strict],
    ['undefined members differ in nothing', { minimumSeverity: undefined, exceptions: undefined }, policies.strict],
    ['no exceptions and no gaps differ in nothing', { exceptions: [], acceptedGaps: [] }, policies.strict],
    ['what differs is custom', { warmUpHours: 1 }, { name: 'custom' }],
    [
      'a name of its own stays',
      { name: 'ours', description: 'for us', warmUpHours: 1 },
      { name: 'ours', description: 'for us' },
    ],
    ['strict that was changed says so', { ...policies.strict, warmUpHours: 1 }, { name: 'strict (modified)' }],
    ['a named one is itself', policies.prowler, { name: 'prowler', description: policies.prowler.description }],
  ])('%s', (_what, input, { description, name }) => {
    const policy = resolvePolicy(input);
    expect(policy.name).toBe(name);
    expect(policy.description).toBe(description);
    expect(policy).toMatchObject(
      Object.fromEntries(
        Object.entries(input ?? {}).filter(
          ([member, value]) =>
            value !== undefined && member !== 'name' && member !== 'description' && !Array.isArray(value),
        ),
      ),
    );
  });

  test('granularity changes no judgement, and is kept', () => {
    expect(resolvePolicy({ granularity: 'region' })).toStrictEqual({ ...policies.strict, granularity: 'region' });
  });

  test.each(['active-findings', 'archived-public'] as const)('%s is no gap that can be accepted', (code) => {
    const input: PolicyInput = {
      acceptedGaps: [
        { ...gap, code: 'access-denied' },
        { ...gap, code },
      ],
    };
    const refusal = (() => {
      try {
        resolvePolicy(input);
        return undefined;
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(InvalidInputError);
    expect(refusal).toMatchObject({
      issues: [
        {
          path: 'acceptedGaps[1].code',
          found: JSON.stringify(code),
          expected: 'a code of something that could not be read; use exceptions for findings',
        },
      ],
    });
  });

  test('an exception for everything is none', () => {
    expect(() => resolvePolicy({ exceptions: [{ ...exception, filter: {} }] })).toThrow(
      /exceptions\[0\]\.filter.*a filter with at least one property/u,
    );
    expect(resolvePolicy({ exceptions: [{ ...exception, filter: { id: { eq: 'a' } } }] }).exceptions).toHaveLength(1);
  });

  test('what is no policy is refused as one', () => {
    expect(() => resolvePolicy({ warmUpHours: -1 })).toThrow(/policy.*warmUpHours/su);
  });
});

describe('judgesLike', () => {
  test('sees what judges, and neither name, description nor granularity', () => {
    const other = { ...policies.strict, name: 'x', description: 'y', granularity: 'analyzer' as const };
    expect(judgesLike(other, policies.strict)).toBe(true);
    expect(judgesLike({ ...other, warmUpHours: 1 }, policies.strict)).toBe(false);
    expect(judgesLike({ ...other, exceptions: [{ ...exception, filter: { id: { eq: 'a' } } }] }, policies.strict)).toBe(
      false,
    );
    expect(judgesLike({ ...other, acceptedGaps: [{ ...gap, code: 'access-denied' }] }, policies.strict)).toBe(false);
  });
});
