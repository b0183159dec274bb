import { describe, expect, test } from 'vitest';
import { diffVerdicts } from '../../../src/evaluate/diff-verdicts.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import type { VerdictDiff } from '../../../src/evaluate/verdict-diff.ts';
import {
  buildEvidence,
  type AnalyzerDraft,
  type FindingDraft,
  type RegionDraft,
} from '../../helpers/build-evidence.ts';

const EARLIER = '2026-11-22T12:00:00.000Z';
const LATER = '2026-11-23T12:00:00.000Z';

/** The diff of one Region's evidence a day apart. */
function diff(
  before: Record<string, RegionDraft>,
  after: Record<string, RegionDraft>,
  times = [EARLIER, LATER],
): VerdictDiff {
  const [first, second] = times;
  return diffVerdicts(
    evaluate(buildEvidence({ regions: before, collectedAt: first ?? EARLIER }, 'one')),
    evaluate(buildEvidence({ regions: after, collectedAt: second ?? LATER }, 'two')),
  );
}

const region = (findings: readonly FindingDraft[], analyzer: AnalyzerDraft = {}): Record<string, RegionDraft> => ({
  'us-east-1': {
    analyzers: [{ ...analyzer, findings }],
    suppressed: [{}],
  },
});

/** How many accesses met each fate. */
function fates(of: VerdictDiff): Record<string, number> {
  const lists = {
    new: of.new,
    reopened: of.reopened,
    changed: of.changed,
    excused: of.excused,
    resolved: of.resolved,
    archived: of.archived,
    gone: of.gone,
    notSeen: of.notSeen,
  };
  return Object.fromEntries(
    Object.entries(lists).flatMap(([name, list]) => (list.length === 0 ? [] : [[name, list.length]])),
  );
}

describe('diffVerdicts', () => {
  test.each<[string, () => VerdictDiff, Record<string, number>]>([
    ['the same', () => diff(region([{}]), region([{}])), {}],
    ['a new access', () => diff(region([]), region([{}])), { new: 1 }],
    ['a finding that is not there any more, after a complete read', () => diff(region([{}]), region([])), { gone: 1 }],
    ['a finding that is RESOLVED', () => diff(region([{}]), region([{ status: 'RESOLVED' }])), { resolved: 1 }],
    ['a finding that is ARCHIVED', () => diff(region([{}]), region([{ status: 'ARCHIVED' }])), { archived: 1 }],
    [
      'a finding that was archived and is open again',
      () => diff(region([{ status: 'ARCHIVED' }]), region([{}])),
      { reopened: 1 },
    ],
    ['other actions', () => diff(region([{}]), region([{ id: 'other', action: ['s3:PutObject'] }])), { changed: 1 }],
    ['another finding id for the same access', () => diff(region([{}]), region([{ id: 'other' }])), {}],
    [
      'a Region that was denied later',
      () => diff(region([{}]), { 'us-east-1': { problem: 'access-denied' } }),
      { notSeen: 1 },
    ],
    ['a Region that was not collected later', () => diff(region([{}]), { 'us-east-1': 'lost' }), { notSeen: 1 }],
    ['a Region out of scope later', () => diff(region([{}]), { 'eu-west-1': 'clean' }), { notSeen: 1 }],
    [
      'an analyzer that was read in part later',
      () => diff(region([{}]), region([], { state: 'partial', problem: 'timeout' })),
      { notSeen: 1 },
    ],
    ['a disabled analyzer later', () => diff(region([{}]), region([], { status: 'DISABLED' })), { notSeen: 1 }],
    ['another zone of trust later', () => diff(region([{}]), region([], { type: 'ORGANIZATION' })), { notSeen: 1 }],
    [
      'an analyzer that was made anew',
      () => diff(region([{}]), region([], { createdAt: '2026-11-23T00:00:00.000Z' })),
      { notSeen: 1 },
    ],
    ['an older read', () => diff(region([{}]), region([]), [LATER, EARLIER]), { notSeen: 1 }],
  ])('%s', (_name, compare, expected) => {
    expect(fates(compare())).toStrictEqual(expected);
  });

  test('says which actions came and went', () => {
    const { changed } = diff(region([{}]), region([{ action: ['s3:PutObject'] }]));
    expect(changed).toMatchObject([{ addedActions: ['s3:PutObject'], removedActions: ['s3:GetObject'] }]);
  });

  test('says why something was not seen', () => {
    const { notSeen } = diff(region([{}]), { 'us-east-1': { problem: 'access-denied' } });
    expect(notSeen).toMatchObject([{ unproven: [{ region: 'us-east-1', reason: 'not-read' }] }]);
  });

  test('a role open in one Region and unread in another is not gone', () => {
    const role = { resource: 'arn:aws:iam::111122223333:role/partner', resourceType: 'AWS::IAM::Role' };
    const before: Record<string, RegionDraft> = {
      'eu-west-1': { analyzers: [{ findings: [role] }] },
      'us-east-1': { analyzers: [{ findings: [role] }] },
    };
    const after: Record<string, RegionDraft> = { 'eu-west-1': 'clean', 'us-east-1': { problem: 'throttled' } };
    expect(fates(diff(before, after))).toStrictEqual({ notSeen: 1 });
  });

  test('tells Regions that changed sides and analyzers that were made anew', () => {
    const of = diff(
      { 'eu-west-1': 'clean', 'us-east-1': { analyzers: [{}] } },
      {
        'eu-west-1': { problem: 'throttled' },
        'us-east-1': { analyzers: [{ createdAt: '2026-06-01T00:00:00.000Z' }] },
      },
    );
    expect(of.regions).toMatchObject([{ region: 'eu-west-1', change: 'became-unreadable' }]);
    expect(of.resetAnalyzers).toMatchObject([{ region: 'us-east-1' }]);
  });
});
