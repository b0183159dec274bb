import { describe, expect, test } from 'vitest';
import { notify, regionProgress } from '../../../src/evidence/progress.ts';
import type { Problem, ProblemCode } from '../../../src/errors/problem.ts';
import { countEvidence } from '../../../src/model/evidence-counter.ts';
import type { AnalyzerEvidence, RegionEvidence } from '../../../src/model/evidence.ts';
import { toAnalyzer } from '../../../src/model/to-analyzer.ts';

const problemOf = (code: ProblemCode): Problem => ({
  code,
  operation: 'ListFindings',
  message: code,
  retryable: false,
});

/** An analyzer of which this is known: how far it was read, why not further, and how many of its findings are ACTIVE. */
function analyzer(state: AnalyzerEvidence['state'], active: number | undefined, code?: ProblemCode): AnalyzerEvidence {
  return {
    analyzer: toAnalyzer({ arn: 'arn:aws:access-analyzer:us-east-1:111122223333:analyzer/a', type: 'ACCOUNT' }),
    state,
    detail: 'findings',
    counts: { ...countEvidence([]), byStatus: active === undefined ? {} : { ACTIVE: active, ARCHIVED: 7 } },
    findings: [],
    ...(code === undefined ? {} : { problem: problemOf(code) }),
  };
}

function record(
  state: RegionEvidence['state'],
  analyzers: readonly AnalyzerEvidence[],
  code?: ProblemCode,
): RegionEvidence {
  return {
    partition: 'aws',
    account: '111122223333',
    region: 'us-east-1',
    collectedAt: '2026-11-20T10:00:00.000Z',
    state,
    analyzers,
    ...(code === undefined ? {} : { problem: problemOf(code) }),
  };
}

describe('how a Region went', () => {
  test.each<[string, RegionEvidence, { state: string; findings: number; problem?: ProblemCode }]>([
    ['without analyzers', record('read', []), { state: 'read', findings: 0 }],
    ['not enabled', record('disabled', []), { state: 'disabled', findings: 0 }],
    [
      'read, with analyzers that have findings and one that has none',
      record('read', [analyzer('read', 2), analyzer('skipped', undefined), analyzer('read', 3)]),
      { state: 'read', findings: 5 },
    ],
    [
      'read, and one analyzer in part',
      record('read', [analyzer('read', 2), analyzer('partial', 1, 'throttled')]),
      { state: 'partial', findings: 3, problem: 'throttled' },
    ],
    [
      'read, and one analyzer in part, for no reason that was given',
      record('read', [analyzer('partial', 1)]),
      { state: 'partial', findings: 1 },
    ],
    [
      'read, and one analyzer not at all: the first reason',
      record('read', [analyzer('unreadable', 0, 'access-denied'), analyzer('partial', 1, 'throttled')]),
      { state: 'partial', findings: 1, problem: 'access-denied' },
    ],
    [
      "read, but for another account's analyzer, which nobody could expect",
      record('read', [analyzer('unreadable', 0, 'not-ours')]),
      { state: 'read', findings: 0 },
    ],
    [
      "in part, whatever another account's analyzer says",
      record('read', [analyzer('unreadable', 0, 'not-ours'), analyzer('partial', 0, 'timeout')]),
      { state: 'partial', findings: 0, problem: 'timeout' },
    ],
    [
      'not listed',
      record('unreadable', [], 'access-denied'),
      { state: 'unreadable', findings: 0, problem: 'access-denied' },
    ],
    [
      'not listed to the end, and what was listed not read: the reason of the Region',
      record('unreadable', [analyzer('partial', 4, 'throttled')], 'network'),
      { state: 'unreadable', findings: 4, problem: 'network' },
    ],
  ])('%s', (_name, evidence, { problem, ...expected }) => {
    expect(regionProgress(evidence, { done: 3, total: 8 })).toStrictEqual({
      type: 'region',
      account: '111122223333',
      region: 'us-east-1',
      done: 3,
      total: 8,
      ...expected,
      ...(problem === undefined ? {} : { problem: problemOf(problem) }),
    });
  });
});

test('an event is told at once, and to nobody where nobody asked', () => {
  const told: number[] = [];
  notify((event: number) => told.push(event), 1);
  notify(undefined, 2);
  expect(told).toEqual([1]);
});
