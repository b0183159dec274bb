import { describe, expect, test } from 'vitest';
import { assess } from '../../../src/evaluate/assess.ts';
import { createGrantReader } from '../../../src/evaluate/grant-reader.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { placeKey, placesOf } from '../../../src/evaluate/place.ts';
import { policies } from '../../../src/evaluate/policies.ts';
import type { AcceptedGap } from '../../../src/evaluate/policy.ts';
import type { PolicyInput } from '../../../src/evaluate/resolve-policy.ts';
import { tallyAnalyzer } from '../../../src/evaluate/tally.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import {
  ACCOUNT,
  buildEvidence,
  COLLECTED_AT,
  type AccountDraft,
  type RegionDraft,
} from '../../helpers/build-evidence.ts';

const OTHER = '999988887777';

/** What became of each thing, in the order of the verdict. */
const reasonsOf = (evidence: Evidence, policy?: PolicyInput): readonly string[] =>
  evaluate(evidence, policy).reasons.map(({ effect, account, region, analyzer, code, count }) =>
    [effect, account, region, analyzer?.replace(/^.*\//u, ''), code, count]
      .filter((part) => part !== undefined)
      .join(' '),
  );

/** Several accounts' evidence, as a merge gives it. */
function join(...drafts: readonly [AccountDraft, ...AccountDraft[]]): Evidence {
  const parts = drafts.map((draft) => buildEvidence(draft));
  return {
    ...buildEvidence(drafts[0]),
    scopes: parts.flatMap(({ scopes }) => scopes),
    regions: parts.flatMap(({ regions }) => regions),
  };
}

const gap = (change: Partial<AcceptedGap>): AcceptedGap => ({
  account: ACCOUNT,
  region: 'us-east-1',
  code: 'no-analyzer',
  owner: 'the owner',
  reason: 'r',
  expires: '2027-01-01',
  ...change,
});

describe('reasons are ordered', () => {
  test('by effect, account, Region, analyzer and code, in this order', () => {
    const evidence = join(
      {
        source: 'static',
        account: OTHER,
        regions: {
          'us-west-2': 'lost',
          'us-east-1': {
            analyzers: [
              { name: 'a', state: 'unreadable', problem: 'throttled' },
              { name: 'b', status: 'CREATING' },
            ],
          },
        },
      },
      { regions: { 'us-east-1': 'none', 'us-west-2': { analyzers: [{ findings: [{}] }] } } },
    );
    expect(reasonsOf(evidence)).toEqual([
      `FAIL ${ACCOUNT} us-west-2 external active-findings 1`,
      `UNKNOWN ${ACCOUNT} us-east-1 no-analyzer`,
      `UNKNOWN ${OTHER} unproven-regions`,
      `UNKNOWN ${OTHER} us-east-1 a throttled`,
      `UNKNOWN ${OTHER} us-east-1 b analyzer-not-active`,
      `UNKNOWN ${OTHER} us-west-2 not-collected`,
    ]);
  });
});

describe('credentials that fail', () => {
  const failing = { problem: 'credentials' } as const;
  const insider = { name: 'unused', type: 'ACCOUNT_UNUSED_ACCESS', state: 'unreadable', ...failing } as const;

  test('are one reason for each account, with the number of its Regions', () => {
    const evidence = join(
      { account: ACCOUNT, regions: { 'us-east-1': failing, 'us-west-2': failing } },
      { account: OTHER, scopeProblem: 'credentials', regions: { 'us-east-1': failing } },
    );
    expect(reasonsOf(evidence)).toEqual([`UNKNOWN ${ACCOUNT} credentials 2`, `UNKNOWN ${OTHER} credentials 1`]);
  });

  test('say what they said of the whole account, where they said so', () => {
    const { reasons } = evaluate(
      buildEvidence({ scopeProblem: 'credentials', regions: { 'us-east-1': failing, 'us-west-2': failing } }),
    );
    expect(reasons).toMatchObject([{ code: 'credentials', message: 'credentials.', count: 2 }]);
  });

  test('are those of the Regions and analyzers where they failed, and of no other', () => {
    const unread: RegionDraft = { analyzers: [{ state: 'unreadable', ...failing }] };
    const evidence = buildEvidence({ regions: { 'eu-west-1': 'clean', 'us-east-1': unread, 'us-west-2': unread } });
    const told = [
      ['eu-west-1', 'PASS'],
      ['us-east-1', 'UNKNOWN'],
      ['us-west-2', 'UNKNOWN'],
    ];
    expect(reasonsOf(evidence)).toEqual([`UNKNOWN ${ACCOUNT} credentials 2`]);
    for (const granularity of ['analyzer', 'region'] as const) {
      const { regions, results } = evaluate(evidence, { granularity });
      expect(results.map(({ region, status }) => [region, status])).toEqual(told);
      expect(regions.map(({ region, status }) => [region, status])).toEqual(told);
    }
    const accepted = evaluate(evidence, { acceptedGaps: [gap({ region: 'us-east-1', code: 'credentials' })] });
    expect(accepted.regions.map(({ coverage }) => coverage)).toEqual(['covered', 'accepted', 'unread']);
  });

  test('that fail everywhere count for each Region, where that is asked', () => {
    const evidence = buildEvidence({ regions: { 'us-east-1': failing, 'us-west-2': failing } });
    expect(evaluate(evidence, { granularity: 'region' }).results.map(({ status }) => status)).toEqual([
      'UNKNOWN',
      'UNKNOWN',
    ]);
  });

  test('are apart from those that the rule does not need', () => {
    const evidence = buildEvidence({
      regions: { 'us-east-1': { analyzers: [{}, insider] }, 'us-west-2': failing, 'us-west-1': failing },
    });
    expect(reasonsOf(evidence)).toEqual([
      `UNKNOWN ${ACCOUNT} credentials 2`,
      `warning ${ACCOUNT} us-east-1 unused credentials`,
    ]);
  });
});

test.each(['credentials', 'account-mismatch', 'unknown-account'] as const)(
  'that nothing could be read for %s concerns each Region of the account',
  (scopeProblem) => {
    const account = scopeProblem === 'unknown-account' ? 'unknown' : ACCOUNT;
    const { regions } = evaluate(
      join(
        { account, scopeProblem, regions: { 'us-east-1': 'clean', 'us-west-2': 'clean' } },
        { account: OTHER, regions: { 'us-east-1': 'clean' } },
      ),
    );
    expect(regions.map((region) => `${region.account} ${region.status}`).sort()).toEqual(
      [`${OTHER} PASS`, `${account} UNKNOWN`, `${account} UNKNOWN`].sort(),
    );
  },
);

describe('an account of which nothing at all could be read', () => {
  const nothing = (scopeProblem: 'credentials' | 'account-mismatch'): Evidence =>
    join({ regions: { 'us-east-1': 'clean' } }, { account: OTHER, scopeProblem, source: 'static', regions: {} });

  test.each<[string, PolicyInput]>([
    ['ignores what it cannot read', { unreadable: 'ignore' }],
    ['is like that of another tool', { ...policies.conformity, granularity: 'account' }],
    ['is that of another tool', policies.prowler],
  ])('is no pass, though the policy %s', (_what, policy) => {
    for (const code of ['credentials', 'account-mismatch'] as const) {
      const { status, reasons } = evaluate(nothing(code), policy);
      expect(status).toBe('UNKNOWN');
      expect(reasons).toMatchObject([{ code, effect: 'UNKNOWN', account: OTHER }]);
    }
  });

  test('is as bad as the policy says', () => {
    expect(evaluate(nothing('credentials'), { unreadable: 'FAIL' }).status).toBe('FAIL');
  });
});

describe('an accepted gap', () => {
  test('says who accepts what and for how long', () => {
    const { reasons } = evaluate(buildEvidence({ regions: { 'us-east-1': 'none' } }), { acceptedGaps: [gap({})] });
    expect(reasons).toMatchObject([{ effect: 'accepted', code: 'no-analyzer' }]);
    expect(reasons[0]?.message).toMatch(/so nothing can be found\. Accepted by the owner until 2027-01-01: r$/u);
  });

  test('covers missing credentials of its Region, though they fail in others too', () => {
    const evidence = buildEvidence({
      regions: {
        'us-east-1': { problem: 'credentials' },
        'us-east-2': { problem: 'credentials' },
        'us-west-1': { problem: 'credentials' },
        'us-west-2': 'clean',
      },
    });
    const code = 'credentials';
    const accepting = (...regions: string[]): PolicyInput => ({
      acceptedGaps: regions.map((region) => gap({ region, code })),
    });
    expect(reasonsOf(evidence)).toEqual([`UNKNOWN ${ACCOUNT} credentials 3`]);
    expect(reasonsOf(evidence, accepting('us-east-1'))).toEqual([
      `UNKNOWN ${ACCOUNT} credentials 2`,
      `accepted ${ACCOUNT} us-east-1 credentials`,
    ]);
    const verdict = evaluate(evidence, accepting('us-east-1', 'us-east-2', 'us-west-1'));
    expect(verdict).toMatchObject({
      status: 'PASS',
      complete: false,
      summary: { regions: { acceptedGaps: 3, unread: 3 } },
    });
  });

  test('counts for its Region once, however many reasons it covers', () => {
    const evidence = buildEvidence({
      regions: {
        'us-east-1': {
          analyzers: [
            { name: 'a', state: 'unreadable', problem: 'throttled' },
            { name: 'b', state: 'unreadable', problem: 'throttled' },
          ],
        },
      },
    });
    const { reasons, regions, summary } = evaluate(evidence, { acceptedGaps: [gap({ code: 'throttled' })] });
    expect(reasons.filter(({ effect }) => effect === 'accepted')).toHaveLength(2);
    expect(summary.regions.acceptedGaps).toBe(1);
    expect(regions[0]?.coverage).toBe('accepted');
  });

  test('makes its Region an accepted one only when nothing else is missing there, and not for what was found', () => {
    const coverage = (region: RegionDraft, code: AcceptedGap['code']): string | undefined =>
      evaluate(buildEvidence({ regions: { 'us-east-1': region } }), { acceptedGaps: [gap({ code })] }).regions[0]
        ?.coverage;
    const twoProblems: RegionDraft = {
      analyzers: [
        { name: 'a', state: 'unreadable', problem: 'throttled' },
        { name: 'b', state: 'unreadable', problem: 'access-denied' },
      ],
    };
    expect(coverage(twoProblems, 'throttled')).toBe('unread');
    const erring: RegionDraft = { analyzers: [{ status: 'DISABLED', findings: [{ error: 'ACCESS_DENIED' }] }] };
    expect(coverage(erring, 'analyzer-not-active')).toBe('accepted');
    expect(coverage(erring, 'error-findings')).toBe('not-covered');
    expect(coverage({ analyzers: [{ findings: [{ error: 'ACCESS_DENIED' }] }] }, 'error-findings')).toBe('covered');
  });

  test('takes nothing from what is a warning anyway', () => {
    const evidence = buildEvidence({ regions: { 'us-east-1': 'none', 'us-west-2': 'clean' } });
    const policy: PolicyInput = { missingAnalyzer: 'ignore', acceptedGaps: [gap({})] };
    expect(reasonsOf(evidence, policy)).toEqual([`warning ${ACCOUNT} us-east-1 no-analyzer`]);
  });

  test.each(['active-findings', 'archived-public'] as const)(
    'never covers %s, even under a policy that nobody checked',
    (code) => {
      const { scopes, regions } = buildEvidence({
        regions: {
          'us-east-1': {
            analyzers: [{ findings: code === 'active-findings' ? [{}] : [{ status: 'ARCHIVED', isPublic: true }] }],
          },
        },
      });
      const places = placesOf(scopes, new Map(regions.map((region) => [placeKey(region), region])));
      const tallies = places.flatMap((place) =>
        (place.record?.analyzers ?? []).map((analyzer) => tallyAnalyzer(place, analyzer)),
      );
      const input = {
        scopes,
        places,
        tallies,
        grants: createGrantReader(),
        oldest: COLLECTED_AT,
        newest: COLLECTED_AT,
      };
      const policy = { ...policies.strict, archivedPublic: 'fail', acceptedGaps: [gap({ code })] } as const;
      const { status, reasons } = assess(input, policy);
      expect(status).toBe('FAIL');
      expect(reasons[0]).toMatchObject({ code, effect: 'FAIL' });
    },
  );
});

describe('what has ended is told', () => {
  const ended = { owner: 'the owner', reason: 'r', expires: '2026-01-01' } as const;
  const exception = { ...ended, filter: { id: { eq: 'a' } }, maxLevel: 'Read' } as const;
  const policy: PolicyInput = {
    exceptions: [exception],
    acceptedGaps: [gap({ ...ended, account: OTHER, region: 'us-west-1' })],
  };
  const told = (evidence: Evidence): readonly object[] =>
    evaluate(evidence, policy)
      .reasons.filter(({ code }) => code === 'expired')
      .map(({ effect, account, region, message, remedy }) => ({ effect, account, region, message, remedy }));

  const remedy = 'Renew it with its owner, or delete it.';
  const gapEnded = {
    effect: 'warning',
    account: OTHER,
    region: 'us-west-1',
    message: 'The accepted gap in us-west-1 of the owner ended on 2026-01-01 and no longer counts.',
    remedy,
  };
  const message = 'An exception of the owner ended on 2026-01-01 and no longer counts.';

  test('of a gap where it was, of an exception for the account that was audited', () => {
    expect(told(buildEvidence({ regions: { 'us-east-1': 'clean' } }))).toEqual([
      { effect: 'warning', account: ACCOUNT, region: undefined, message, remedy },
      gapEnded,
    ]);
  });

  test('without a scope, too', () => {
    const { regions, ...rest } = buildEvidence({ regions: { 'us-east-1': 'clean' } });
    expect(told({ ...rest, regions, scopes: [] })).toEqual([
      gapEnded,
      { effect: 'warning', account: 'unknown', region: undefined, message, remedy },
    ]);
  });
});
