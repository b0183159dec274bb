import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { oneLine } from '../../../src/evaluate/one-line.ts';
import { policies } from '../../../src/evaluate/policies.ts';
import type { PolicyInput } from '../../../src/evaluate/resolve-policy.ts';
import { toSummary } from '../../../src/evaluate/to-summary.ts';
import type { Verdict } from '../../../src/evaluate/verdict.ts';
import { ACCOUNT, buildEvidence, type AnalyzerDraft, type RegionDraft } from '../../helpers/build-evidence.ts';

/** Read at noon of 2026-11-23. */
const judge = (region: RegionDraft, policy?: PolicyInput): Verdict =>
  evaluate(buildEvidence({ regions: { 'us-east-1': region } }), policy);

describe('an exception lasts', () => {
  const excused = (expires: string): Verdict['status'] =>
    judge(
      { analyzers: [{ findings: [{ id: 'a' }] }] },
      { exceptions: [{ filter: { id: { eq: 'a' } }, owner: 'o', reason: 'r', expires, maxLevel: 'Read' }] },
    ).status;

  test.each<[string, string, Verdict['status']]>([
    ['to its very instant', '2026-11-23T12:00:00.000Z', 'PASS'],
    ['and no millisecond longer', '2026-11-23T11:59:59.999Z', 'FAIL'],
    ['for the whole of a date', '2026-11-23', 'PASS'],
    ['and not into the next day', '2026-11-22', 'FAIL'],
  ])('%s', (_what, expires, status) => {
    expect(excused(expires)).toBe(status);
  });
});

test('an exception for a property that findings do not have is refused, not void', () => {
  const exception = { owner: 'o', reason: 'r', expires: '2027-01-01', maxLevel: 'Read' } as const;
  expect(() => judge('clean', { exceptions: [{ ...exception, filter: { resorce: { eq: 'a' } } }] })).toThrow(
    /resorce/u,
  );
});

test('an exception for what a finding lacks does not excuse one whose principal AWS did not tell', () => {
  const filter = { 'principal.Federated': { exists: false } };
  const exception = { filter, owner: 'o', reason: 'r', expires: '2027-01-01', maxLevel: 'Read' } as const;
  const status = (principal: object): Verdict['status'] =>
    judge({ analyzers: [{ findings: [{ principal }] }] }, { exceptions: [exception] }).status;
  expect(status({ AWS: '444455556666' })).toBe('PASS');
  expect(status({})).toBe('FAIL');
});

describe('an accepted gap', () => {
  const gap = { account: ACCOUNT, region: 'us-east-1', code: 'access-denied', owner: 'o', reason: 'r' } as const;
  const status = (region: RegionDraft, change: object): Verdict['status'] =>
    judge(region, { acceptedGaps: [{ ...gap, expires: '2027-01-01', ...change }] }).status;

  test.each<[string, object, Verdict['status']]>([
    ['covers its account, Region and code', {}, 'PASS'],
    ['covers no other account', { account: '999988887777' }, 'UNKNOWN'],
    ['covers no other Region', { region: 'us-east-2' }, 'UNKNOWN'],
    ['covers no other code', { code: 'throttled' }, 'UNKNOWN'],
    ['covers nothing once it has ended', { expires: '2026-11-22' }, 'UNKNOWN'],
  ])('%s', (_what, change, expected) => {
    expect(status({ problem: 'access-denied' }, change)).toBe(expected);
  });

  test('is not shown to hold where nothing was read', () => {
    const verdict = judge('lost', { acceptedGaps: [{ ...gap, code: 'not-collected', expires: '2027-01-01' }] });
    expect(verdict.status).toBe('UNKNOWN');
    expect(verdict.reasons.map(({ code }) => code)).toContain('expired');
  });
});

test('an access fails nothing under a policy that does not judge access, and is told of', () => {
  const { accesses, reasons, status } = judge({ analyzers: [{ findings: [{ isPublic: true }] }] }, policies.cis);
  expect(status).toBe('PASS');
  expect(accesses).toMatchObject([{ status: 'ACTIVE', fails: false }]);
  expect(reasons).toMatchObject([{ code: 'active-findings', effect: 'warning', count: 1 }]);
});

describe('a fresh analyzer', () => {
  const status = (analyzer: AnalyzerDraft, policy?: PolicyInput): Verdict['status'] =>
    judge({ analyzers: [{ lastResourceAnalyzedAt: null, ...analyzer }] }, policy).status;

  test.each<[string, AnalyzerDraft, PolicyInput | undefined, Verdict['status']]>([
    ['is given its hours to the last', { createdAt: '2026-11-22T12:00:00.001Z' }, undefined, 'UNKNOWN'],
    ['and not one longer', { createdAt: '2026-11-22T12:00:00.000Z' }, undefined, 'PASS'],
    ['is given as many as the policy says', { createdAt: '2026-11-23T10:00:00.000Z' }, { warmUpHours: 2 }, 'PASS'],
    ['is given none', { createdAt: '2026-11-23T12:00:00.000Z' }, { warmUpHours: 0 }, 'PASS'],
    ['of unknown age has shown nothing', { createdAt: null }, undefined, 'UNKNOWN'],
    ['of unknown age is given no hours either', { createdAt: null }, { warmUpHours: 0 }, 'PASS'],
    [
      'that has looked is not fresh',
      { createdAt: '2026-11-23T11:00:00.000Z', lastResourceAnalyzedAt: '2026-11-23T11:30:00.000Z' },
      undefined,
      'PASS',
    ],
  ])('%s', (_what, analyzer, policy, expected) => {
    expect(status(analyzer, policy)).toBe(expected);
  });
});

describe('an analyzer covers its own Region alone', () => {
  test.each<[string, AnalyzerDraft, Verdict['status']]>([
    ['its own', {}, 'PASS'],
    ['none but its own', { region: 'us-east-2' }, 'UNKNOWN'],
  ])('%s', (_what, analyzer, expected) => {
    expect(judge({ analyzers: [analyzer] }).status).toBe(expected);
  });

  test('of its own partition', () => {
    const evidence = buildEvidence({ regions: { 'us-east-1': 'clean' } });
    const regions = evidence.regions.map((record) => ({
      ...record,
      analyzers: record.analyzers.map((one) => ({ ...one, analyzer: { ...one.analyzer, partition: 'aws-cn' } })),
    }));
    expect(evaluate({ ...evidence, regions }).status).toBe('UNKNOWN');
  });
});

describe('the minimum severity', () => {
  test.each<[NonNullable<PolicyInput['minimumSeverity']>, Verdict['status']]>([
    ['low', 'FAIL'],
    ['medium', 'FAIL'],
    ['high', 'PASS'],
  ])('a finding of medium severity under %s: %s', (minimumSeverity, expected) => {
    const verdict = judge({ analyzers: [{ findings: [{}] }] }, { minimumSeverity });
    expect(verdict.accesses.map(({ risk }) => risk.severity)).toEqual(['medium']);
    expect(verdict.status).toBe(expected);
  });
});

describe('one line', () => {
  test('is whole up to 240 characters, of any width', () => {
    expect(oneLine('😀'.repeat(240))).toBe('😀'.repeat(240));
    expect(oneLine('a'.repeat(241))).toBe(`${'a'.repeat(239)}…`);
  });

  test('shows what would steer as what cannot be shown', () => {
    expect(oneLine('a\u001b[31m\u202eb\nc')).toBe('a\uFFFD[31m\uFFFDb\uFFFDc');
  });
});

describe('the one page', () => {
  const regions = (count: number, draft: RegionDraft): Record<string, RegionDraft> =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`us-test-${index + 1}`, draft]));
  const page = (drafts: Record<string, RegionDraft>): string => toSummary(evaluate(buildEvidence({ regions: drafts })));

  test('names four Regions of a cause and counts the others', () => {
    expect(page(regions(4, 'none'))).toContain('no-analyzer in us-test-1, us-test-2, us-test-3, us-test-4: ');
    expect(page(regions(5, 'none'))).toContain('us-test-4 and 1 more: ');
  });

  test('tells six causes and names the others', () => {
    const problems = ['access-denied', 'throttled', 'timeout', 'network', 'service', 'malformed-response'] as const;
    const six = Object.fromEntries(problems.map((problem, index) => [`us-test-${index + 1}`, { problem }]));
    expect(page(six)).not.toContain('more causes');
    expect(page({ ...six, 'us-test-7': 'none' })).not.toContain('no-analyzer in');
    expect(page({ ...six, 'us-test-7': 'none', 'us-test-8': 'lost' })).toContain(
      'and 2 more causes: no-analyzer, not-collected',
    );
  });

  test('counts only what is more than five accesses', () => {
    const findings = (count: number): RegionDraft => ({
      analyzers: [
        {
          findings: Array.from({ length: count }, (_, index) => ({
            id: `f-${index}`,
            resource: `arn:aws:s3:::bucket-${index}`,
            createdAt: index === 0 ? '2026-11-22T00:00:00.000Z' : index === 1 ? null : '2026-11-20T00:00:00.000Z',
            condition: index === 2 ? { 'aws:SourceIp': '203.0.113.0/24', 'aws:SourceVpc': 'vpc-1' } : {},
          })),
        },
      ],
    });
    expect(page({ 'us-east-1': findings(5) })).toContain('next step\n');
    expect(page({ 'us-east-1': findings(6) })).toContain('next step (of 6)\n');
    const lines = page({ 'us-east-1': findings(3) });
    expect(lines).toContain('bucket-0 → Read → no condition → 1 day → ');
    expect(lines).toContain('bucket-1 → Read → no condition → age unknown → ');
    expect(lines).toContain('bucket-2 → Read → aws:SourceIp, aws:SourceVpc → 3 days → ');
  });
});
