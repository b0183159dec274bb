import { describe, expect, test } from 'vitest';
import { createEvaluator } from '../../../src/evaluate/create-evaluator.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { policies } from '../../../src/evaluate/policies.ts';
import type { Access, Verdict } from '../../../src/evaluate/verdict.ts';
import type { Scope } from '../../../src/model/evidence.ts';
import {
  ACCOUNT,
  buildEvidence,
  buildProblem,
  type AnalyzerDraft,
  type FindingDraft,
  type RegionDraft,
} from '../../helpers/build-evidence.ts';

const clean = buildEvidence({ regions: { 'us-east-1': 'clean' } });
const [scope] = clean.scopes as [Scope];
const [record] = clean.regions;

const decisive = ({ reasons, status }: Verdict): unknown => ({
  status,
  reasons: reasons.map(({ account, code, effect, message, remedy }) => ({ account, code, effect, message, remedy })),
});

describe('evidence that is not as it should be', () => {
  test('of a later schema is not judged as if it were of this one', () => {
    const later = { ...clean, schema: 'access-analyzer-kit/evidence@2' } as unknown as typeof clean;
    expect(() => evaluate(later)).toThrow(
      expect.objectContaining({
        code: 'UNSUPPORTED_SCHEMA',
        message: expect.stringMatching(/"access-analyzer-kit\/evidence@2".*access-analyzer-kit\/evidence@1/u) as string,
      }) as Error,
    );
  });

  test('with two records of one Region has to be merged first', () => {
    const evaluator = createEvaluator([scope]);
    evaluator.add(record!);
    expect(() => evaluator.add(record!)).toThrow(
      expect.objectContaining({
        code: 'EVIDENCE_CONFLICT',
        message: `Two records of Region us-east-1 of account ${ACCOUNT}: join the parts of an audit with mergeEvidence first.`,
      }) as Error,
    );
  });

  test('without a scope proves nothing about the Regions that it lacks', () => {
    expect(decisive(evaluate({ ...clean, scopes: [] }))).toEqual({
      status: 'UNKNOWN',
      reasons: [
        {
          account: ACCOUNT,
          code: 'unproven-regions',
          effect: 'UNKNOWN',
          message: 'There is evidence of this account but no scope: nothing says which Regions were to be read.',
          remedy: 'Keep the scopes of the evidence.',
        },
      ],
    });
  });

  test('of nothing is no pass', () => {
    const nothing = {
      status: 'UNKNOWN',
      reasons: [
        {
          account: 'unknown',
          code: 'no-regions',
          effect: 'UNKNOWN',
          message: 'There is no Region to judge: nothing was read.',
          remedy: 'Check the list of Regions and the credentials.',
        },
      ],
    };
    expect(decisive(evaluate({ ...clean, scopes: [], regions: [] }))).toEqual(nothing);
    expect(decisive(evaluate(buildEvidence({ regions: { 'us-east-1': 'disabled' } })))).toMatchObject({
      reasons: [{ account: ACCOUNT, code: 'no-regions' }],
    });
  });

  test.each<[string, Partial<Scope>, readonly string[]]>([
    ['credentials that failed are the whole story', { problem: buildProblem('credentials') }, ['credentials']],
    ['so is another account', { problem: buildProblem('account-mismatch') }, ['account-mismatch']],
    [
      'so it is where the Regions are a guess',
      { source: 'static', problem: buildProblem('account-mismatch') },
      ['account-mismatch'],
    ],
    [
      'what left no Region to read is the whole story',
      { source: 'static', regions: [], problem: buildProblem('network') },
      ['network'],
    ],
    [
      'a list that was denied is unproven',
      { source: 'static', problem: buildProblem('access-denied') },
      ['unproven-regions'],
    ],
    [
      'a list that was denied for named Regions is said',
      { source: 'selected', problem: buildProblem('access-denied') },
      ['access-denied'],
    ],
    ['nobody said whose it is', { problem: buildProblem('unknown-account') }, []],
  ])('%s', (_what, change, codes) => {
    const verdict = evaluate({ ...clean, scopes: [{ ...scope, ...change }] });
    expect(verdict.reasons.filter(({ effect }) => effect === 'UNKNOWN').map(({ code }) => code)).toEqual(codes);
  });

  test('adds scopes of one account up', () => {
    const wanted = (region: string): Scope => ({ ...scope, source: 'selected', regions: [region] });
    for (const [first, second] of [
      ['us-east-1', 'us-west-2'],
      ['us-west-2', 'us-east-1'],
    ] as const) {
      const evaluator = createEvaluator([wanted(first)], undefined, { auditId: 'audit' });
      evaluator.addScope(wanted(second));
      evaluator.add(record!);
      const verdict = evaluator.finish();
      expect(verdict.auditId).toBe('audit');
      expect(decisive(verdict)).toMatchObject({ status: 'UNKNOWN', reasons: [{ code: 'not-collected' }] });
    }
    expect(createEvaluator([scope]).finish()).not.toHaveProperty('auditId');
  });

  test('on which a lax policy is silent is UNKNOWN, and complete all the same', () => {
    const verdict = evaluate(buildEvidence({ regions: { 'us-east-1': 'none' } }), policies.prowler);
    expect(verdict).toMatchObject({ status: 'UNKNOWN', complete: false, results: [] });
    expect(verdict.reasons[0]).toMatchObject({ account: ACCOUNT, code: 'no-result' });
  });

  test('beside which a leftover could not be read is not complete, as the Region is not', () => {
    const leftover: AnalyzerDraft = { name: 'old', status: 'DISABLED', state: 'unreadable', problem: 'access-denied' };
    const judge = (analyzer: AnalyzerDraft): Verdict =>
      evaluate(buildEvidence({ regions: { 'us-east-1': { analyzers: [{}, analyzer] } } }));
    expect(judge(leftover)).toMatchObject({ status: 'PASS', complete: false, summary: { regions: { unread: 1 } } });
    const { problem: _problem, ...read } = leftover;
    expect(judge({ ...read, state: 'read' })).toMatchObject({ status: 'PASS', complete: true });
  });

  test('that was accepted as a gap is not complete', () => {
    const gap = {
      account: ACCOUNT,
      region: 'us-east-1',
      code: 'timeout',
      owner: 'o',
      reason: 'r',
      expires: '2027-01-01',
    };
    const unread = buildEvidence({ regions: { 'us-east-1': { problem: 'timeout' } } });
    expect(evaluate(unread, { acceptedGaps: [gap as never] })).toMatchObject({ status: 'PASS', complete: false });
    // Nor is what only this policy wants read.
    const hidden = { archivedPublic: 'fail', acceptedGaps: [{ ...gap, code: 'not-read' } as never] } as const;
    expect(evaluate(clean, hidden)).toMatchObject({ status: 'PASS', strictStatus: 'PASS', complete: false });
  });
});

describe('an access that is seen several times', () => {
  const role = (region: string, draft: FindingDraft): [string, RegionDraft] => [
    region,
    { analyzers: [{ findings: [{ id: region, resource: `arn:aws:iam::${ACCOUNT}:role/r`, ...draft }] }] },
  ];
  const join = (...seen: readonly (readonly [string, FindingDraft])[]): Access => {
    const regions = Object.fromEntries(seen.map(([region, draft]) => role(region, draft)));
    const { accesses } = evaluate(buildEvidence({ regions }));
    expect(accesses).toHaveLength(1);
    return accesses[0]!;
  };

  test('is in the partition of its resource, else in that where it was read', () => {
    expect(join(['eu-west-1', {}]).partition).toBe('aws');
    expect(join(['eu-west-1', { resource: 'arn:aws-us-gov:s3:::bucket' }]).partition).toBe('aws-us-gov');
    expect(join(['eu-west-1', { resource: null }]).partition).toBe('aws');
  });

  test('is as bad as the worst that is open, wherever that stands', () => {
    const access = join(
      ['eu-west-1', { action: ['s3:ListBucket'] }],
      ['us-east-1', { action: ['s3:PutBucketPolicy'] }],
      ['us-west-2', { action: ['s3:GetObject'] }],
    );
    expect(access.risk.severity).toBe('high');
    expect(access.levels).toEqual(['List', 'Read', 'Permissions']);
    expect(access.actions).toEqual(['s3:GetObject', 's3:ListBucket', 's3:PutBucketPolicy']);
  });

  test('is seen since the earliest and changed at the latest of its times, in whatever order they come', () => {
    const at = (month: number): string => `2026-0${month}-01T00:00:00.000Z`;
    const times = (createdAt: number, updatedAt: number): FindingDraft => ({
      createdAt: at(createdAt),
      updatedAt: at(updatedAt),
    });
    const access = join(['eu-west-1', times(3, 4)], ['us-east-1', times(1, 6)], ['us-west-2', times(2, 5)]);
    expect(access).toMatchObject({ firstSeen: at(1), updatedAt: at(6), ageDays: 326 });
    expect(join(['eu-west-1', times(1, 6)], ['us-east-1', times(3, 4)])).toMatchObject({
      firstSeen: at(1),
      updatedAt: at(6),
    });
  });

  test('speaks with the member that changed last, the first of those that changed together', () => {
    const rcp = (updatedAt: string, resourceControlPolicyRestriction: string): FindingDraft => ({
      updatedAt,
      resourceControlPolicyRestriction,
    });
    const early = '2026-11-02T00:00:00.000Z';
    const late = '2026-11-03T00:00:00.000Z';
    expect(
      join(
        ['eu-west-1', rcp(early, 'APPLICABLE')],
        ['us-east-1', rcp(late, 'APPLIED')],
        ['us-west-2', rcp(late, 'NOT_APPLICABLE')],
      ),
    ).toMatchObject({ resourceControlPolicyRestriction: 'APPLIED' });
  });

  test('may be public where one sighting does not say that it is not', () => {
    expect(join(['eu-west-1', { isPublic: false }], ['us-east-1', { isPublic: null }]).isPublic).toBeNull();
    expect(join(['eu-west-1', { isPublic: null }], ['us-east-1', { isPublic: true }]).isPublic).toBe(true);
    expect(join(['eu-west-1', { isPublic: false }], ['us-east-1', { isPublic: false }]).isPublic).toBe(false);
  });

  test('has no member for what AWS did not say', () => {
    const bare = { createdAt: null, updatedAt: null, analyzedAt: null };
    const access = join(['eu-west-1', bare]);
    for (const member of ['firstSeen', 'updatedAt', 'ageDays', 'resourceControlPolicyRestriction']) {
      expect(access).not.toHaveProperty(member);
    }
    for (const member of ['createdAt', 'updatedAt', 'analyzedAt', 'excused']) {
      expect(access.sightings[0]).not.toHaveProperty(member);
    }
    expect(join(['eu-west-1', { resource: null }])).not.toHaveProperty('resource');
  });

  test('is excused where one sighting is excused and the others are archived', () => {
    const regions = Object.fromEntries([role('eu-west-1', {}), role('us-east-1', { status: 'ARCHIVED' })]);
    const exception = {
      filter: { id: { eq: 'eu-west-1' } },
      owner: 'o',
      reason: 'r',
      expires: '2027-01-01',
      maxLevel: 'Read',
    } as const;
    const verdict = evaluate(buildEvidence({ regions }), { exceptions: [exception] });
    expect(verdict.accesses).toMatchObject([{ status: 'EXCUSED', fails: false }]);
    expect(verdict.status).toBe('PASS');
  });
});
