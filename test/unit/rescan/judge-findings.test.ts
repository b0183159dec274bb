import { describe, expect, it } from 'vitest';
import type { ExternalAccessFinding, Finding } from '../../../src/model/finding.ts';
import { judgeFindings } from '../../../src/rescan/judge-findings.ts';
import { worstRescanResult, type RescanResult } from '../../../src/rescan/index.ts';
import type { SlowChange } from '../../../src/rescan/rescan-target.ts';
import { AFTER, BEFORE, finding, MULTI_REGION_ACCESS_POINT, seen } from './bed.ts';

interface Case {
  readonly name: string;
  readonly before?: readonly Finding[];
  readonly after?: readonly Finding[];
  /** False: AWS no longer knows the resource. */
  readonly known?: boolean;
  readonly changed?: SlowChange;
  /** `id outcome` or `id outcome cause`. */
  readonly expected: readonly string[];
}

const viaAccessPoint: Partial<ExternalAccessFinding> = {
  sources: [{ type: 'S3_ACCESS_POINT', detail: { accessPointArn: MULTI_REGION_ACCESS_POINT } }],
};
const viaRegionalAccessPoint: Partial<ExternalAccessFinding> = {
  sources: [
    { type: 'S3_ACCESS_POINT', detail: { accessPointArn: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/mine' } },
  ],
};
const error = { error: 'ACCESS_DENIED' } as const;
const open = [finding('a')];

const cases: readonly Case[] = [
  { name: 'gone access', before: open, after: [seen('a', { status: 'RESOLVED' })], expected: ['a resolved'] },
  { name: 'access as it was', before: open, after: [seen('a')], expected: ['a still-active'] },
  {
    name: 'changed access: another finding',
    before: open,
    after: [seen('a', { status: 'RESOLVED' }), seen('b')],
    expected: ['a replaced', 'b replaced'],
  },
  {
    name: 'changed access that a rule archived at once replaces nothing that is open',
    before: open,
    after: [seen('a', { status: 'RESOLVED' }), seen('b', { status: 'ARCHIVED' })],
    expected: ['a resolved', 'b archived'],
  },
  {
    name: 'hidden and still there',
    before: open,
    after: [seen('a', { status: 'ARCHIVED' })],
    expected: ['a archived'],
  },
  {
    name: 'archived before, gone now',
    before: [finding('a', { status: 'ARCHIVED' })],
    after: [seen('a', { status: 'RESOLVED' })],
    expected: ['a resolved'],
  },
  { name: 'AWS could not look', before: open, after: [seen('a', error)], expected: ['a error-finding'] },
  {
    name: 'AWS cannot look any more',
    before: open,
    after: [seen('a', { status: 'RESOLVED' }), seen('b', error)],
    expected: ['a resolved', 'b error-finding'],
  },
  {
    name: 'an error finding that AWS deleted: its cause is repaired',
    before: [finding('a', error)],
    after: [],
    expected: ['a resolved'],
  },
  {
    name: 'an error finding that gave way to what AWS now sees',
    before: [finding('a', error)],
    after: [seen('b')],
    expected: ['a replaced', 'b replaced'],
  },
  {
    name: 'an error finding that vanished with its resource: AWS has not looked again',
    before: [finding('a', error)],
    after: [],
    known: false,
    expected: ['a resource-gone'],
  },
  {
    name: 'an error finding RESOLVED with its resource',
    before: [finding('a', error)],
    after: [finding('a', { ...error, status: 'RESOLVED' })],
    known: false,
    expected: ['a resource-gone'],
  },
  {
    name: 'an open finding on a resource that AWS does not know: it is not gone',
    before: [finding('a', error), finding('b'), finding('c')],
    after: [finding('b', { status: 'RESOLVED' }), seen('d')],
    known: false,
    expected: ['a replaced', 'b replaced', 'c inconclusive finding-vanished', 'd replaced'],
  },
  {
    name: 'more access beside what is hidden replaces nothing',
    before: [finding('a', { status: 'ARCHIVED' })],
    after: [seen('a', { status: 'ARCHIVED' }), seen('b')],
    expected: ['a archived', 'b still-active'],
  },
  {
    name: 'more access beside what is still there replaces nothing',
    before: open,
    after: [seen('a'), seen('b')],
    expected: ['a still-active', 'b still-active'],
  },
  {
    name: 'another finding where the old one vanished: that it was RESOLVED was never said',
    before: open,
    after: [seen('b')],
    expected: ['a inconclusive finding-vanished', 'b still-active'],
  },
  { name: 'a finding that vanished', before: open, after: [], expected: ['a inconclusive finding-vanished'] },
  {
    name: 'a finding that vanished with its resource',
    before: open,
    after: [],
    known: false,
    expected: ['a resource-gone'],
  },
  {
    name: 'resolved because the resource is gone',
    before: open,
    after: [finding('a', { status: 'RESOLVED' })],
    known: false,
    expected: ['a resource-gone'],
  },
  {
    name: 'a finding that has not followed its resource',
    before: open,
    after: [finding('a')],
    expected: ['a inconclusive finding-not-reanalyzed'],
  },
  {
    name: 'a finding without a time stamp',
    before: open,
    after: [
      ((): Finding => {
        const { analyzedAt: _none, ...rest } = finding('a');
        return rest;
      })(),
    ],
    expected: ['a inconclusive finding-not-reanalyzed'],
  },
  {
    name: 'still ACTIVE on a resource that AWS does not know',
    before: open,
    after: [seen('a')],
    known: false,
    expected: ['a inconclusive finding-not-reanalyzed'],
  },
  {
    name: 'a status of tomorrow',
    before: open,
    after: [seen('a', { status: 'SNOOZED' })],
    expected: ['a inconclusive unknown-status'],
  },
  {
    name: 'a new finding of a status of tomorrow',
    before: [],
    after: [seen('a', { status: 'SNOOZED' })],
    expected: ['a inconclusive unknown-status'],
  },
  ...(['account-public-access-block', 'multi-region-access-point', 'resource-control-policy'] as const).map(
    (changed): Case => ({
      name: `still there after ${changed}`,
      before: open,
      after: [seen('a')],
      changed,
      expected: [`a inconclusive ${changed}`],
    }),
  ),
  {
    name: 'gone after a slow change: proven all the same',
    before: open,
    after: [seen('a', { status: 'RESOLVED' })],
    changed: 'resource-control-policy',
    expected: ['a resolved'],
  },
  {
    name: 'through a multi-Region access point',
    before: open,
    after: [seen('a', viaAccessPoint)],
    expected: ['a inconclusive multi-region-access-point'],
  },
  {
    name: 'through an ordinary access point',
    before: open,
    after: [seen('a', viaRegionalAccessPoint)],
    expected: ['a still-active'],
  },
  { name: 'nothing before, nothing after', before: [], after: [], expected: [] },
  {
    name: 'resolved long ago',
    before: [finding('a', { status: 'RESOLVED' })],
    after: [finding('a', { status: 'RESOLVED' })],
    expected: [],
  },
  {
    name: 'resolved long ago and open again',
    before: [finding('a', { status: 'RESOLVED' })],
    after: [seen('a')],
    expected: ['a still-active'],
  },
  { name: 'the first finding of a resource', before: [], after: [seen('a')], expected: ['a still-active'] },
  {
    name: 'each for itself, sorted by id',
    before: [finding('c'), finding('a'), finding('b', { status: 'ARCHIVED' })],
    after: [seen('a', { status: 'RESOLVED' }), seen('c'), seen('b', { status: 'ARCHIVED' })],
    expected: ['a resolved', 'b archived', 'c still-active'],
  },
];

describe('judgeFindings', () => {
  it.each(cases)('$name', ({ after = [], before = [], changed, expected, known = true }) => {
    const byId = (findings: readonly Finding[]) => new Map(findings.map((item) => [item.id, item]));
    const judged = judgeFindings({
      before: byId(before),
      after: byId(after),
      analyzedAt: known ? AFTER : undefined,
      changed,
    });
    expect(judged.map(({ cause, id, outcome }) => [id, outcome, cause].filter(Boolean).join(' '))).toEqual(expected);
  });

  it('wants AWS to have looked at the finding when it looked at the resource, or later', () => {
    const outcomeAt = (analyzedAt: string): string | undefined =>
      judgeFindings({
        before: new Map([['a', finding('a')]]),
        after: new Map([['a', finding('a', { analyzedAt })]]),
        analyzedAt: AFTER,
        changed: undefined,
      })[0]?.outcome;
    expect(outcomeAt(BEFORE)).toBe('inconclusive');
    expect(outcomeAt('2026-03-01T10:04:59.999Z')).toBe('inconclusive');
    expect(outcomeAt(AFTER)).toBe('still-active');
    expect(outcomeAt('2026-03-01T10:05:00.001Z')).toBe('still-active');
  });
});

describe('the worst of several', () => {
  const worstFirst: readonly RescanResult[] = [
    'still-active',
    'replaced',
    'timed-out',
    'inconclusive',
    'error-finding',
    'not-found',
    'archived',
    'resource-gone',
    'resolved',
  ];
  it.each(worstFirst.map((result, index) => [result, worstFirst.slice(index)] as const))(
    'is %s of %j',
    (worst, given) => {
      expect(worstRescanResult(given)).toBe(worst);
      expect(worstRescanResult(given.toReversed())).toBe(worst);
    },
  );

  it('is inconclusive of none: nobody was asked', () => {
    expect(worstRescanResult([])).toBe('inconclusive');
  });

  it('is resolved only where all are', () => {
    for (const other of worstFirst.slice(0, -1)) expect(worstRescanResult(['resolved', other])).not.toBe('resolved');
  });
});
