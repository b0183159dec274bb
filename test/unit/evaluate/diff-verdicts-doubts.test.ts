import { describe, expect, test } from 'vitest';
import { diffVerdicts } from '../../../src/evaluate/diff-verdicts.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { toSummary } from '../../../src/evaluate/to-summary.ts';
import type { Verdict } from '../../../src/evaluate/verdict.ts';
import type { VerdictDiff } from '../../../src/evaluate/verdict-diff.ts';
import {
  buildEvidence,
  type AccountDraft,
  type AnalyzerDraft,
  type RegionDraft,
} from '../../helpers/build-evidence.ts';

const EXCEPTION = {
  filter: { resource: { eq: 'arn:aws:s3:::bucket' } },
  owner: 'team',
  reason: 'shared on purpose',
  expires: '2027-01-01',
  maxLevel: 'Permissions',
} as const;

const judge = (regions: AccountDraft['regions'], policy?: Parameters<typeof evaluate>[1]): Verdict =>
  evaluate(buildEvidence({ regions }), policy);
const place = (analyzer: AnalyzerDraft, hidden?: readonly Record<string, unknown>[]): Record<string, RegionDraft> => ({
  'us-east-1': {
    analyzers: [analyzer],
    ...(hidden === undefined ? {} : { suppressed: [{ findings: hidden }] }),
  },
});

const OPEN = place({ findings: [{}] });

describe('diffVerdicts in doubt', () => {
  test('an excuse is told, and its end reopens the access', () => {
    const open = judge(OPEN);
    const excused = judge(OPEN, { name: 'with exceptions', exceptions: [EXCEPTION] });
    expect(diffVerdicts(open, excused)).toMatchObject({ excused: [{ after: { status: 'EXCUSED' } }], unchanged: 0 });
    expect(diffVerdicts(excused, open)).toMatchObject({ reopened: [{ before: { status: 'EXCUSED' } }], unchanged: 0 });
    expect(diffVerdicts(excused, excused)).toMatchObject({ excused: [], reopened: [], unchanged: 1 });
  });

  const hidden = { status: 'ARCHIVED', isPublic: true };
  test.each<[string, readonly Record<string, unknown>[]]>([
    ['of the same id', [{ ...hidden, id: 'finding-0' }]],
    ['of a new id for the same subject', [{ ...hidden, id: 'another' }]],
  ])('an access that a hidden finding %s shows is archived, not gone', (_, findings) => {
    const diff = diffVerdicts(judge(OPEN), judge(place({}, findings)));
    expect(diff.gone).toEqual([]);
    expect(diff.archived).toMatchObject([{ before: { resource: 'arn:aws:s3:::bucket' } }]);
  });

  test.each<[string, Record<string, RegionDraft>, boolean]>([
    ['nothing is archived', place({}, []), false],
    ['what is archived is named and is another', place({}, [{ ...hidden, resource: 'arn:aws:s3:::other' }]), false],
    ['something archived is only counted', place({}, [{ status: 'ARCHIVED', resource: 'arn:aws:s3:::other' }]), true],
    ['nobody asked what is archived', place({}), true],
  ])('when %s, a gone access may be archived: %s', (_, later, mayBeArchived) => {
    expect(diffVerdicts(judge(OPEN), judge(later)).gone).toMatchObject([{ mayBeArchived }]);
  });

  test('what a sample leaves out is not gone', () => {
    const findings = [{ resource: 'arn:aws:s3:::one' }, { id: 'two', resource: 'arn:aws:s3:::two' }];
    const sample = judge(place({ detail: 'counts', kept: 1, findings }));
    const diff = diffVerdicts(judge(place({ findings })), sample);
    expect(diff).toMatchObject({ gone: [], unchanged: 1, notSeen: [{ unproven: [{ reason: 'sampled' }] }] });
    expect(diffVerdicts(sample, judge(place({ findings }))).new).toMatchObject([{ proven: false }]);
  });

  test('a new access is proven new only where the earlier read was complete', () => {
    expect(diffVerdicts(judge(place({})), judge(OPEN)).new).toMatchObject([{ proven: true }]);
    const denied = judge({ 'us-east-1': { problem: 'access-denied' } });
    expect(diffVerdicts(denied, judge(OPEN)).new).toMatchObject([{ proven: false }]);
  });

  test('nor where the earlier analyzer had had no time to look at everything', () => {
    const young = { createdAt: '2026-11-22T12:00:00.001Z', lastResourceAnalyzedAt: '2026-11-23T11:59:00.000Z' };
    const warm = { createdAt: '2026-11-22T12:00:00.000Z' };
    const proven = (analyzers: readonly AnalyzerDraft[]): boolean[] =>
      diffVerdicts(judge({ 'us-east-1': { analyzers } }), judge(OPEN)).new.map((change) => change.proven);
    expect(proven([young])).toEqual([false]);
    expect(proven([warm])).toEqual([true]);
    expect(proven([{ createdAt: null }])).toEqual([false]);
    expect(proven([young, { ...warm, name: 'older' }])).toEqual([true]);
    expect(proven([young, { ...warm, name: 'older', type: 'ORGANIZATION' }])).toEqual([false]);
  });

  test('nor where an archived finding showed it', () => {
    const proven = (resource: string): boolean[] => {
      const finding = { id: 'another', status: 'ARCHIVED', isPublic: true, resource };
      return diffVerdicts(judge(place({}, [finding])), judge(OPEN)).new.map((change) => change.proven);
    };
    expect(proven('arn:aws:s3:::bucket')).toEqual([false]);
    expect(proven('arn:aws:s3:::other')).toEqual([true]);
  });

  test('becoming public is a change, though the same actions are allowed', () => {
    const open = judge(place({ findings: [{ isPublic: true }] }));
    expect(diffVerdicts(judge(OPEN), open).changed).toMatchObject([{ addedActions: [], removedActions: [] }]);
  });

  test('a wider grant in one Region of two is a change, though another speaks for the access', () => {
    const role = { resource: 'arn:aws:iam::111122223333:role/r', resourceType: 'AWS::IAM::Role' };
    const wider = { ...role, action: ['sts:AssumeRole', 'sts:TagSession'], updatedAt: '2026-10-01T00:00:00.000Z' };
    const narrow = { ...role, action: ['sts:AssumeRole'] };
    const two = (second: Record<string, unknown>): Verdict =>
      judge({
        'eu-west-1': { analyzers: [{ findings: [narrow] }] },
        'us-east-1': { analyzers: [{ findings: [second] }] },
      });
    const diff = diffVerdicts(two(narrow), two(wider));
    expect(diff.changed).toMatchObject([{ addedActions: ['sts:TagSession'] }]);
  });

  describe('an access that is seen in two Regions', () => {
    const role = { resource: 'arn:aws:iam::111122223333:role/r', resourceType: 'AWS::IAM::Role' };
    const early = { ...role, action: ['sts:AssumeRole'], updatedAt: '2026-10-01T00:00:00.000Z' };
    const late = { ...role, action: ['sts:TagSession', 'sts:AssumeRole'], updatedAt: '2026-11-01T00:00:00.000Z' };
    const archived = { status: 'ARCHIVED' };
    const resolved = { status: 'RESOLVED' };
    const seen = (first: object, second: object): Verdict =>
      judge({
        'eu-west-1': { analyzers: [{ findings: [{ ...early, ...first }] }], suppressed: [] },
        'us-east-1': { analyzers: [{ findings: [{ ...late, ...second }] }], suppressed: [] },
      });

    test.each<
      [string, [object, object], [object, object], Partial<Record<keyof VerdictDiff, readonly object[] | number>>]
    >([
      [
        'is narrower where the wider one is resolved',
        [{}, {}],
        [{}, resolved],
        { changed: [{ addedActions: [], removedActions: ['sts:TagSession'] }], unchanged: 0 },
      ],
      [
        'is wider where an archived one is opened again, though another speaks for it',
        [{ updatedAt: '2026-11-20T00:00:00.000Z' }, archived],
        [{ updatedAt: '2026-11-20T00:00:00.000Z' }, {}],
        { changed: [{ addedActions: ['sts:TagSession'], removedActions: [] }], unchanged: 0 },
      ],
      [
        'is the same where what is wider is archived',
        [{}, { ...early }],
        [{}, archived],
        { changed: [], unchanged: 1 },
      ],
      [
        'is archived where only one of both is',
        [{}, {}],
        [{ ...archived, action: ['s3:GetObject'] }, resolved],
        { archived: [{}], resolved: [] },
      ],
      ['is resolved where both are', [{}, {}], [resolved, resolved], { archived: [], resolved: [{}] }],
    ])('%s', (_what, before, after, expected) => {
      expect(diffVerdicts(seen(...before), seen(...after))).toMatchObject(expected);
    });
  });

  test('what is archived has its later state beside it where there is one', () => {
    const later = judge(place({ findings: [{ status: 'ARCHIVED' }] }));
    expect(diffVerdicts(judge(OPEN), later).archived).toStrictEqual([
      { before: judge(OPEN).accesses[0], after: later.accesses[0] },
    ]);
    const hiddenAlone = judge(place({}, [{ ...hidden, id: 'finding-0' }]));
    expect(diffVerdicts(judge(OPEN), hiddenAlone).archived).toStrictEqual([{ before: judge(OPEN).accesses[0] }]);
  });

  test('a verdict says of which audit it is, where that is known', () => {
    const { auditId: _audit, ...unnamed } = judge(OPEN);
    const { before, after } = diffVerdicts(unnamed, judge(OPEN));
    expect(before).not.toHaveProperty('auditId');
    expect(after).toMatchObject({ auditId: 'audit', status: 'FAIL' });
  });

  test('a status that this release does not know still stands', () => {
    expect(diffVerdicts(judge(OPEN), judge(place({ findings: [{ status: 'SNOOZED' }] })))).toMatchObject({
      resolved: [],
      gone: [],
      unchanged: 1,
    });
  });

  test.each<[RegionDraft, RegionDraft, VerdictDiff['regions'][number]['change'] | undefined]>([
    ['clean', { problem: 'throttled' }, 'became-unreadable'],
    ['lost', 'clean', 'became-readable'],
    ['clean', 'none', 'became-uncovered'],
    ['none', 'clean', 'became-covered'],
    ['clean', 'disabled', 'became-disabled'],
    ['disabled', 'clean', 'became-enabled'],
    ['none', 'none', undefined],
  ])('a Region that goes from %j to %j %s', (before, after, change) => {
    const { regions } = diffVerdicts(judge({ 'us-east-1': before }), judge({ 'us-east-1': after }));
    expect(regions.map((one) => one.change)).toEqual(change === undefined ? [] : [change]);
  });

  test('Regions that enter and leave the scope are told in order', () => {
    const { regions } = diffVerdicts(judge({ 'us-east-1': 'clean' }), judge({ 'eu-west-1': 'clean' }));
    expect(regions.map(({ region, change }) => `${region} ${change}`)).toEqual([
      'eu-west-1 entered-scope',
      'us-east-1 left-scope',
    ]);
  });
});

test('the one page tells what changed about the reading, too', () => {
  const before = judge({ 'eu-west-1': 'clean', 'us-east-1': { analyzers: [{ findings: [{}] }] } });
  const after = judge({
    'eu-west-1': { problem: 'throttled' },
    'us-east-1': { analyzers: [{ createdAt: '2026-06-01T00:00:00.000Z' }] },
  });
  expect(toSummary(after, { diff: diffVerdicts(before, after) })).toContain(
    'Changes   1 not seen and not proven gone, 1 Region not readable any more, 1 analyzer made anew; 0 unchanged',
  );
});
