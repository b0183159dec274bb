import { describe, expect, test } from 'vitest';
import { diffVerdicts } from '../../../src/evaluate/diff-verdicts.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import type { Verdict } from '../../../src/evaluate/verdict.ts';
import { carryForward } from '../../../src/watch/carry-forward.ts';
import { buildEvidence, type AnalyzerDraft, type RegionDraft } from '../../helpers/build-evidence.ts';

const START = Date.parse('2026-11-21T00:00:00Z');

/** The verdict of pass `number`: what is open in one Region, and whether the other one could be read. */
function pass(number: number, open: readonly string[], other: RegionDraft = 'clean'): Verdict {
  const collectedAt = new Date(START + number * 900_000).toISOString();
  const findings = open.map((name) => ({ id: name, resource: `arn:aws:s3:::${name}` }));
  return evaluate(
    buildEvidence({ regions: { 'eu-west-1': { analyzers: [{ findings }] }, 'us-east-1': other }, collectedAt }),
  );
}

const statuses = ({ accesses }: Verdict): Record<string, string> =>
  Object.fromEntries(accesses.map(({ resource, status }) => [resource?.split(':::')[1] ?? '', status]));

describe('carryForward', () => {
  test('an access that ended is known as RESOLVED, and as open again once it is back', () => {
    const one = pass(1, ['a', 'b']);
    const two = carryForward(one, pass(2, ['b']));
    expect(statuses(two)).toEqual({ a: 'RESOLVED', b: 'ACTIVE' });
    expect(two.accesses.find(({ resource }) => resource === 'arn:aws:s3:::a')).toMatchObject({
      fails: false,
      sightings: [{ status: 'RESOLVED' }],
    });
    expect(statuses(carryForward(two, pass(3, ['a', 'b'])))).toEqual({ a: 'ACTIVE', b: 'ACTIVE' });
  });

  test('what was not read again stands as it stood', () => {
    const one = carryForward(pass(1, []), pass(2, [], { analyzers: [{ findings: [{ id: 'far' }] }] }));
    const two = carryForward(one, pass(3, [], { problem: 'access-denied' }));
    expect(two.accesses.map(({ status }) => status)).toEqual(['ACTIVE']);
  });

  test('an analyzer that was made anew proves nothing for a day, however often it is read', () => {
    const at = (hours: number, createdAt: string, findings: readonly { id: string }[]): Verdict =>
      evaluate(
        buildEvidence({
          regions: { 'eu-west-1': { analyzers: [{ createdAt, findings }] } },
          collectedAt: new Date(START + hours * 3_600_000).toISOString(),
        }),
      );
    const anew = '2026-11-21T00:30:00.000Z';
    let known = at(0, '2026-01-01T00:00:00.000Z', [{ id: 'a' }]);
    for (const hours of [1, 2, 3, 23]) {
      known = carryForward(known, at(hours, anew, []));
      expect(known.accesses.map(({ status }) => status)).toEqual(['ACTIVE']);
    }
    known = carryForward(known, at(25, anew, []));
    known = carryForward(known, at(26, anew, []));
    expect(known.accesses.map(({ status }) => status)).toEqual(['RESOLVED']);
  });

  test('nor that what it sees then was not there before', () => {
    const at = (hours: number, createdAt: string, names: readonly string[]): Verdict => {
      const findings = names.map((name) => ({ id: name, resource: `arn:aws:s3:::${name}` }));
      const collectedAt = new Date(START + hours * 3_600_000).toISOString();
      return evaluate(
        buildEvidence({ regions: { 'eu-west-1': { analyzers: [{ createdAt, findings }] } }, collectedAt }),
      );
    };
    const old = '2026-01-01T00:00:00.000Z';
    const anew = '2026-11-21T00:30:00.000Z';
    const proven = (known: Verdict, later: Verdict): boolean[] =>
      diffVerdicts(known, later).new.map((one) => one.proven);
    const before = at(0, old, []);
    const known = carryForward(before, at(1, anew, []));
    expect(proven(known, at(2, anew, ['b']))).toEqual([false]);
    expect(proven(before, at(1, anew, ['b']))).toEqual([true]);
    expect(proven(carryForward(known, at(25, anew, [])), at(26, anew, ['b']))).toEqual([true]);
  });

  test('nor does one that was deleted, and made anew some passes later', () => {
    const at = (hours: number, analyzers: readonly AnalyzerDraft[]): Verdict =>
      evaluate(
        buildEvidence({
          regions: { 'eu-west-1': { analyzers } },
          collectedAt: new Date(START + hours * 3_600_000).toISOString(),
        }),
      );
    const old = { createdAt: '2026-01-01T00:00:00.000Z', findings: [{ id: 'a' }] };
    let known = at(0, [old]);
    // Analyzers that come and go meanwhile, and see nothing, are not remembered.
    for (const hours of [1, 2, 3])
      known = carryForward(known, at(hours, [{ name: `passing-${hours}`, status: 'DISABLED' }]));
    known = carryForward(known, at(4, []));
    expect(known.regions.flatMap(({ analyzers }) => analyzers.map(({ name }) => name))).toEqual(['external']);
    for (const hours of [6, 7, 28]) {
      known = carryForward(known, at(hours, [{ createdAt: '2026-11-21T05:00:00.000Z' }]));
      expect(known.accesses.map(({ status }) => status)).toEqual(['ACTIVE']);
    }
    for (const hours of [30, 31]) known = carryForward(known, at(hours, [{ createdAt: '2026-11-21T05:00:00.000Z' }]));
    expect(known.accesses.map(({ status }) => status)).toEqual(['RESOLVED']);
  });

  test('many passes of accesses that come and go, with a Region that flaps, leave a bounded memory: the latest that ended', () => {
    const bursts = Array.from({ length: 14 }, (_, burst) =>
      Array.from({ length: 800 }, (__, index) => `${burst}-${index}`),
    );
    let known = pass(0, []);
    for (const [number, open] of bursts.entries()) {
      known = carryForward(known, pass(number + 1, open, number % 2 === 0 ? { problem: 'throttled' } : 'clean'));
    }
    known = carryForward(known, pass(20, ['last']));
    const names = new Set(Object.keys(statuses(known)));
    expect(known.accesses).toHaveLength(10_001);
    expect(known.regions).toHaveLength(2);
    expect(bursts.at(-1)!.every((name) => names.has(name))).toBe(true);
    expect(bursts[0]!.some((name) => names.has(name))).toBe(false);
  });

  test('an access that stays, seen by another finding in each pass, keeps no sighting of before', () => {
    let known = pass(0, ['a']);
    for (let number = 1; number < 20; number += 1) {
      const next = pass(number, ['a']);
      const renamed = next.accesses.map((access) => ({
        ...access,
        sightings: access.sightings.map((sighting) => ({ ...sighting, findingId: `a-${number}` })),
      }));
      known = carryForward(known, { ...next, accesses: renamed });
    }
    expect(known.accesses.flatMap(({ sightings }) => sightings.map(({ findingId }) => findingId))).toEqual(['a-19']);
  });
});
