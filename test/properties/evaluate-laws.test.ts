import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEvaluator } from '../../src/evaluate/create-evaluator.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import {
  buildEvidence,
  buildProblem,
  deepFreeze,
  type AnalyzerDraft,
  type FindingDraft,
  type RegionDraft,
} from '../helpers/build-evidence.ts';

const REGIONS = ['af-south-1', 'eu-west-1', 'us-east-1', 'us-west-2'];

const finding: fc.Arbitrary<FindingDraft> = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  status: fc.constantFrom('ACTIVE', 'ARCHIVED', 'RESOLVED', 'SNOOZED'),
  isPublic: fc.constantFrom(true, false, null),
  error: fc.constantFrom(null, null, null, 'ACCESS_DENIED'),
  action: fc.constantFrom(['s3:GetObject'], ['s3:PutBucketPolicy'], [], ['x:y']),
  resource: fc.constantFrom('arn:aws:s3:::one', 'arn:aws:s3:::two', null),
  findingType: fc.constantFrom('ExternalAccess', 'ExternalAccess', 'ExternalAccess', 'Unknown'),
});

const analyzer: fc.Arbitrary<AnalyzerDraft> = fc
  .record({
    name: fc.constantFrom('one', 'two'),
    type: fc.constantFrom('ACCOUNT', 'ORGANIZATION', 'ACCOUNT_UNUSED_ACCESS', 'ACCOUNT_FUTURE_ACCESS'),
    status: fc.constantFrom('ACTIVE', 'ACTIVE', 'ACTIVE', 'DISABLED', 'CREATING'),
    account: fc.constantFrom('111122223333', '111122223333', '999988887777'),
    fresh: fc.boolean(),
    detail: fc.constantFrom('findings', 'findings', 'counts'),
    state: fc.constantFrom('read', 'read', 'read', 'partial', 'unreadable', 'skipped'),
    findings: fc.uniqueArray(finding, { selector: ({ id }) => id, maxLength: 3 }),
  })
  .map((draft): AnalyzerDraft => {
    const { state } = draft;
    return state === 'partial' || state === 'unreadable'
      ? { ...draft, state, problem: 'throttled' }
      : { ...draft, state };
  });

const region: fc.Arbitrary<RegionDraft> = fc.oneof(
  fc.constantFrom<RegionDraft>('clean', 'clean', 'clean', 'none', 'lost', 'disabled'),
  fc.record({ analyzers: fc.uniqueArray(analyzer, { selector: ({ name }) => name, maxLength: 2 }) }),
  fc.record({
    problem: fc.constantFrom('access-denied' as const, 'timeout' as const),
    analyzers: fc.uniqueArray(analyzer, { selector: ({ name }) => name, maxLength: 2 }),
  }),
);

const evidence: fc.Arbitrary<Evidence> = fc
  .record({
    source: fc.constantFrom('account' as const, 'account' as const, 'static' as const, 'selected' as const),
    regions: fc.dictionary(fc.constantFrom(...REGIONS), region, { maxKeys: 4, noNullPrototype: true }),
  })
  .map((draft) => buildEvidence(draft));

const MILDER = { FAIL: 0, UNKNOWN: 1, PASS: 2 };

/** Evidence in which one more thing could not be read, everything else as it was. */
function withProblem(input: Evidence, pick: number): Evidence {
  const at = pick % Math.max(1, input.regions.length);
  return {
    ...input,
    regions: input.regions.map((record, index) => {
      if (index !== at || record.state === 'disabled') return record;
      return { ...record, state: 'unreadable', problem: buildProblem('network', record.account, record.region) };
    }),
  };
}

describe('evaluate', () => {
  test('adding a problem never makes a verdict milder', () => {
    fc.assert(
      fc.property(evidence, fc.nat(), (input, pick) => {
        expect(MILDER[evaluate(withProblem(input, pick)).status]).toBeLessThanOrEqual(MILDER[evaluate(input).status]);
      }),
      { numRuns: 500 },
    );
  });

  test('losing a record never makes a verdict PASS', () => {
    fc.assert(
      fc.property(evidence, fc.nat(), (input, pick) => {
        const lost = input.regions[pick % Math.max(1, input.regions.length)];
        if (lost === undefined || lost.state === 'disabled') return;
        const less = { ...input, regions: input.regions.filter((record) => record !== lost) };
        expect(evaluate(less).status).not.toBe('PASS');
      }),
      { numRuns: 500 },
    );
  });

  test('an active external finding without error always fails, whatever else is in the evidence', () => {
    fc.assert(
      fc.property(evidence, (input) => {
        const exposed = input.regions.some(({ analyzers }) =>
          analyzers.some(({ findings }) =>
            findings.some(
              ({ findingType, status, error }) =>
                findingType === 'ExternalAccess' && status === 'ACTIVE' && error === undefined,
            ),
          ),
        );
        if (exposed) expect(evaluate(input).status).toBe('FAIL');
        else expect(evaluate(input).status).not.toBe('FAIL');
      }),
      { numRuns: 1_000 },
    );
  });

  test('a PASS is complete, covered everywhere, and says of what', () => {
    fc.assert(
      fc.property(evidence, (input) => {
        const verdict = evaluate(input);
        if (verdict.status !== 'PASS') return;
        // What an analyzer that works no more kept to itself is a warning where another one covers the Region: PASS, and not complete.
        const hasLeftover = input.regions.some(({ analyzers }) =>
          analyzers.some(({ analyzer: { status }, problem }) => status !== 'ACTIVE' && problem !== undefined),
        );
        expect(verdict.complete || hasLeftover).toBe(true);
        expect(verdict.summary.regions.inScope).toBeGreaterThan(0);
        expect(verdict.summary.regions.covered).toBe(verdict.summary.regions.inScope);
        expect(verdict.asOf.newest).toBeDefined();
        expect(verdict.scope.text).not.toBe('');
        expect(verdict.zoneOfTrust.text).not.toMatch(/^none/);
      }),
      { numRuns: 1_000 },
    );
  });

  test('the order of the records has no say, and the input is left as it was', () => {
    fc.assert(
      fc.property(evidence, (input) => {
        deepFreeze(input);
        const evaluator = createEvaluator(input.scopes, undefined, { auditId: input.auditId });
        for (const record of [...input.regions].reverse()) evaluator.add(record);
        expect(evaluator.finish()).toStrictEqual(evaluate(input));
      }),
    );
  });

  test('counts give the same status as the findings they count', () => {
    fc.assert(
      fc.property(evidence, fc.nat(2), (input, kept) => {
        const counted: Evidence = {
          ...input,
          regions: input.regions.map((record) => ({
            ...record,
            analyzers: record.analyzers.map((one) => ({
              ...one,
              detail: 'counts',
              findings: one.findings.slice(0, kept),
            })),
          })),
        };
        expect(evaluate(counted).status).toBe(evaluate(input).status);
      }),
      { numRuns: 500 },
    );
  });

  test('counts are never milder than findings under a policy that excuses', () => {
    const policy = {
      minimumSeverity: 'high',
      exceptions: [
        {
          filter: { resource: { eq: 'arn:aws:s3:::one' } },
          owner: 'ann',
          reason: 'partner',
          expires: '2027-01-01',
          maxLevel: 'Permissions',
          allowPublic: true,
        },
      ],
    } as const;
    fc.assert(
      fc.property(evidence, (input) => {
        const counted: Evidence = {
          ...input,
          regions: input.regions.map((record) => ({
            ...record,
            analyzers: record.analyzers.map((one) => ({ ...one, detail: 'counts' })),
          })),
        };
        expect(MILDER[evaluate(counted, policy).status]).toBeLessThanOrEqual(MILDER[evaluate(input, policy).status]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('an IAM role seen in 17 Regions', () => {
  test('fails under every archive pattern but the one in which all are archived', () => {
    const names = Array.from({ length: 17 }, (_, index) => `us-east-${index + 1}`);
    fc.assert(
      fc.property(fc.nat(2 ** 17 - 1), (pattern) => {
        const regions = Object.fromEntries(
          names.map((name, index): [string, RegionDraft] => [
            name,
            {
              analyzers: [
                {
                  findings: [
                    {
                      id: name,
                      status: (pattern >> index) & 1 ? 'ARCHIVED' : 'ACTIVE',
                      resource: 'arn:aws:iam::111122223333:role/partner',
                      resourceType: 'AWS::IAM::Role',
                    },
                  ],
                },
              ],
            },
          ]),
        );
        const verdict = evaluate(buildEvidence({ regions }));
        expect(verdict.status).toBe(pattern === 2 ** 17 - 1 ? 'PASS' : 'FAIL');
        expect(verdict.accesses).toHaveLength(1);
        expect(verdict.accesses[0]?.sightings).toHaveLength(17);
        expect(verdict.accesses[0]?.status).toBe(pattern === 2 ** 17 - 1 ? 'ARCHIVED' : 'ACTIVE');
      }),
      {
        numRuns: 200,
        examples: [[0], [2 ** 17 - 1], ...names.map((_, index): [number] => [2 ** 17 - 1 - 2 ** index])],
      },
    );
  });
});
