import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import type { PolicyInput } from '../../../src/evaluate/resolve-policy.ts';
import type { Reason } from '../../../src/evaluate/reason.ts';
import type { Evidence, RegionEvidence } from '../../../src/model/evidence.ts';
import { ACCOUNT, buildEvidence, type AnalyzerDraft, type RegionDraft } from '../../helpers/build-evidence.ts';

const OTHER = '999988887777';

const evidenceOf = (region: RegionDraft, account = ACCOUNT): Evidence =>
  buildEvidence({ account, regions: { 'us-east-1': region } });

/** Evidence of one Region whose record is changed in a way that no draft can say. */
function changed(region: RegionDraft, change: (record: RegionEvidence) => RegionEvidence): Evidence {
  const evidence = evidenceOf(region);
  return { ...evidence, regions: evidence.regions.map(change) };
}

const reasonsOf = (evidence: Evidence, policy?: PolicyInput): readonly Reason[] => evaluate(evidence, policy).reasons;

describe('a failure that does not say what failed', () => {
  test('is told all the same where analyzers could not be listed', () => {
    const evidence = changed({ problem: 'timeout' }, ({ problem: _problem, ...record }) => record);
    expect(reasonsOf(evidence)).toStrictEqual([
      {
        code: 'unexpected',
        effect: 'UNKNOWN',
        account: ACCOUNT,
        region: 'us-east-1',
        message: 'The analyzers could not be listed.',
      },
    ]);
  });

  test.each([
    ['unreadable', 'The findings of analyzer external could not be read.'],
    ['partial', 'The findings of analyzer external could not be read. What was seen is kept.'],
  ] as const)('is told all the same where findings are %s', (state, message) => {
    expect(reasonsOf(evidenceOf({ analyzers: [{ state }] }))).toStrictEqual([
      {
        code: 'unexpected',
        effect: 'UNKNOWN',
        account: ACCOUNT,
        region: 'us-east-1',
        analyzer: `arn:aws:access-analyzer:us-east-1:${ACCOUNT}:analyzer/external`,
        message,
      },
    ]);
  });
});

describe('an analyzer whose zone of trust nobody said', () => {
  test('covers nothing, however healthy it looks', () => {
    const evidence = changed('clean', (record) => ({
      ...record,
      analyzers: record.analyzers.map((one) => {
        const { zoneOfTrust: _zone, ...analyzer } = one.analyzer;
        return { ...one, analyzer };
      }),
    }));
    const verdict = evaluate(evidence);
    expect(verdict.status).toBe('UNKNOWN');
    expect(verdict.reasons).toMatchObject([{ code: 'no-analyzer', effect: 'UNKNOWN' }]);
  });
});

describe('an analyzer that looks inside', () => {
  const inside = (type: string, state: NonNullable<AnalyzerDraft['state']>): Evidence =>
    evidenceOf({ analyzers: [{}, { name: 'inside', type, state, problem: 'throttled' }] });

  test.each<[string, NonNullable<AnalyzerDraft['state']>]>([
    ['ACCOUNT_UNUSED_ACCESS', 'partial'],
    ['ACCOUNT_UNUSED_ACCESS', 'unreadable'],
    ['ACCOUNT_INTERNAL_ACCESS', 'partial'],
    ['ACCOUNT_INTERNAL_ACCESS', 'unreadable'],
  ])('%s, %s, is a warning, and counts where the policy judges its findings', (type, state) => {
    expect(reasonsOf(inside(type, state))).toMatchObject([{ code: 'throttled', effect: 'warning' }]);
    expect(reasonsOf(inside(type, state), { analyzers: 'all' })).toMatchObject([
      { code: 'throttled', effect: 'UNKNOWN' },
    ]);
  });
});

describe("another account's analyzer", () => {
  const foreign = (account: string, draft: AnalyzerDraft = {}): AnalyzerDraft => ({
    name: `of-${account}`,
    type: 'ORGANIZATION',
    account,
    ...draft,
  });

  test('is named with its owner, and so is each of several', () => {
    const [reason] = reasonsOf(evidenceOf({ analyzers: [foreign(OTHER), foreign('555566667777')] }));
    expect(reason).toMatchObject({ code: 'covered-elsewhere', effect: 'UNKNOWN' });
    // In the order in which they were listed.
    expect(reason?.message).toContain(`belongs to account ${OTHER}, 555566667777;`);
    expect(reason?.remedy).toContain(`Audit account ${OTHER}, 555566667777 too`);
  });

  test('of a type never seen covers nothing for anybody', () => {
    expect(
      reasonsOf(evidenceOf({ analyzers: [foreign(OTHER, { type: 'ORGANIZATION_FUTURE_ACCESS' })] })),
    ).toMatchObject([{ code: 'no-analyzer' }]);
  });

  test('cannot be told from an own one where the account is unknown; that there is none can', () => {
    const codes = (region: RegionDraft): readonly string[] =>
      reasonsOf(evidenceOf(region, 'unknown')).map(({ code }) => code);
    expect(codes({ analyzers: [foreign(OTHER)] })).toEqual(['unknown-account']);
    expect(codes('none')).toEqual(['unknown-account', 'no-analyzer']);
  });
});

describe('an analyzer that is not ACTIVE', () => {
  test.each([
    ['CREATING', 'Wait until it is ACTIVE and audit again.'],
    ['UNKNOWN', 'Hand over the analyzer as `aws accessanalyzer get-analyzer` prints it, so that its status is known.'],
    ['DISABLED', 'Repair or delete it, and create one that works.'],
    ['FAILED', 'Repair or delete it, and create one that works.'],
  ])('and is %s tells what to do', (status, remedy) => {
    expect(reasonsOf(evidenceOf({ analyzers: [{ status }] }))).toMatchObject([{ code: 'analyzer-not-active', remedy }]);
  });
});
