import { describe, expect, test, vi } from 'vitest';
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
      message: expect.stringMatching(/^Invalid policy: acceptedGaps\[1\]\.code: /u) as string,
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

test('each member of a policy is held to its values', async () => {
  // The schema is made once, when it is first needed: here for this test alone.
  vi.resetModules();
  const fresh = await import('../../../src/evaluate/resolve-policy.ts');
  const issuesOf = (input: object): readonly string[] => {
    try {
      fresh.resolvePolicy(input);
      return [];
    } catch (error) {
      const { issues } = error as { readonly issues: readonly { path: string; found: string; expected: string }[] };
      return issues.map(({ path, found, expected }) => `${path}: ${found}, not ${expected}`);
    }
  };

  const effects = ['FAIL', 'UNKNOWN', 'ignore'];
  const choices: Readonly<Record<string, readonly string[]>> = {
    activeFindings: ['FAIL', 'ignore'],
    analyzers: ['external', 'all'],
    missingAnalyzer: effects,
    unreadable: effects,
    inactiveAnalyzer: effects,
    errorFindings: effects,
    unknownFindings: effects,
    coveredElsewhere: effects,
    unprovenRegions: effects,
    freshAnalyzer: effects,
    zoneOfTrust: ['either', 'account', 'organization'],
    archivedPublic: ['report', 'fail'],
    minimumSeverity: ['critical', 'high', 'medium', 'low', 'info'],
    granularity: ['account', 'region', 'analyzer'],
  };
  for (const [member, values] of Object.entries(choices)) {
    for (const value of values) expect(issuesOf({ [member]: value })).toEqual([]);
    const listed = values.map((value) => JSON.stringify(value)).join(', ');
    expect(issuesOf({ [member]: '' })).toEqual([`${member}: "", not one of ${listed}`]);
  }
  expect(issuesOf({ name: '' })).toEqual(['name: "", not a text that is not empty']);
  expect(issuesOf({ description: 1 })).toEqual(['description: 1, not string']);
  expect(issuesOf({ inactiveAnalyzerFindings: 1 })).toEqual(['inactiveAnalyzerFindings: 1, not boolean']);
  expect(issuesOf({ warmUpHours: -1 })).toEqual(['warmUpHours: -1, not a number of hours, 0 or more']);
  expect(issuesOf({ strict: true })).toEqual(['strict: true, not no member of this name']);

  for (const account of ['11112222333', '1111222233334', 'a11122223333', 'x111122223333', '111122223333x']) {
    expect(issuesOf({ acceptedGaps: [{ ...gap, code: 'timeout', account }] })).toEqual([
      `acceptedGaps[0].account: "${account}", not an account of twelve digits`,
    ]);
  }
  expect(
    issuesOf({ acceptedGaps: [{ ...gap, region: '', code: '', owner: '', reason: '', expires: 'soon', more: 1 }] }),
  ).toEqual([
    'acceptedGaps[0].region: "", not a text that is not empty',
    'acceptedGaps[0].code: "", not a text that is not empty',
    'acceptedGaps[0].owner: "", not a text that is not empty',
    'acceptedGaps[0].reason: "", not a text that is not empty',
    'acceptedGaps[0].expires: "soon", not an ISO 8601 date or time',
    'acceptedGaps[0].more: 1, not no member of this name',
  ]);
  const wrong = { filter: {}, owner: '', reason: '', expires: 'x', maxLevel: 'All', allowPublic: 1, more: 1 };
  expect(issuesOf({ exceptions: [wrong] })).toEqual([
    'exceptions[0].filter: an object, not a filter with at least one property',
    'exceptions[0].owner: "", not a text that is not empty',
    'exceptions[0].reason: "", not a text that is not empty',
    'exceptions[0].expires: "x", not an ISO 8601 date or time',
    'exceptions[0].maxLevel: "All", not one of "List", "Read", "Write", "Permissions", "Tagging"',
    'exceptions[0].allowPublic: 1, not boolean',
    'exceptions[0].more: 1, not no member of this name',
  ]);
  for (const code of ['active-findings', 'archived-public']) {
    expect(issuesOf({ acceptedGaps: [{ ...gap, code }] })).toEqual([
      `acceptedGaps[0].code: "${code}", not a code of something that could not be read; use exceptions for findings`,
    ]);
  }
  const deep = { id: { eq: [1n] } };
  expect(issuesOf({ exceptions: [{ ...exception, filter: deep }] })).toEqual([
    'exceptions[0].filter: an object, not plain JSON',
  ]);
});
