import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFindingSample } from '../../../src/evidence/finding-sample.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { toFinding } from '../../../src/model/to-finding.ts';

const finding = (number: number, members: object = {}): Finding =>
  toFinding({ id: `f${number}`, status: 'ACTIVE', isPublic: false, ...members }, { api: 'v1' });

function sampleOf(findings: readonly Finding[], limit: number): string[] {
  const sample = createFindingSample(limit);
  for (const each of findings) sample.add(each);
  return sample
    .findings()
    .map(({ id }) => id)
    .sort();
}

test('keeps the worst: public, then possibly public, then the rest, then error findings', () => {
  const all = [
    finding(1),
    finding(2, { error: 'X' }),
    finding(3, { isPublic: true }),
    finding(4, { isPublic: undefined }),
  ];
  expect(sampleOf(all, 1)).toEqual(['f3']);
  expect(sampleOf(all, 2)).toEqual(['f3', 'f4']);
  expect(sampleOf(all, 3)).toEqual(['f1', 'f3', 'f4']);
  expect(sampleOf(all, 0)).toEqual([]);
  expect(sampleOf(all, Number.POSITIVE_INFINITY)).toHaveLength(4);
});

test('keeps the same whatever the order in which they come, and never more than asked for', () => {
  const publicness = fc.constantFrom(true, false, undefined);
  fc.assert(
    fc.property(
      fc.array(publicness, { maxLength: 60 }),
      fc.nat(10),
      fc.infiniteStream(fc.nat()),
      (drawn, limit, chance) => {
        const all = drawn.map((isPublic, index) => finding(index, { isPublic }));
        const shuffled = all
          .map((each) => ({ each, key: chance.next().value as number }))
          .sort((left, right) => left.key - right.key)
          .map(({ each }) => each);
        const kept = sampleOf(all, limit);
        expect(sampleOf(shuffled, limit)).toEqual(kept);
        expect(kept).toHaveLength(Math.min(limit, all.length));
      },
    ),
  );
});
