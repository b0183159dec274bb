import { describe, expect, it } from 'vitest';
import { createRepeats } from '../../../src/findings/repeats.ts';

describe('createRepeats', () => {
  it('remembers the latest, as many as its window at least, and forgets the oldest', () => {
    const repeats = createRepeats(2);
    const isRepeat = (id: string): boolean => repeats.isRepeat({ id, status: 'ACTIVE' });
    expect(['a', 'b', 'a', 'c', 'a', 'c', 'b'].map(isRepeat)).toStrictEqual([
      false,
      false,
      true,
      false,
      true,
      true,
      false,
    ]);
  });

  it('never calls an ACTIVE finding a repeat of one that was not', () => {
    const repeats = createRepeats();
    const statuses = ['ARCHIVED', 'RESOLVED', 'ACTIVE', 'ACTIVE', 'ARCHIVED'];
    expect(statuses.map((status) => repeats.isRepeat({ id: 'a', status }))).toStrictEqual([
      false,
      true,
      false,
      true,
      true,
    ]);
  });

  it('knows a reopened finding for ACTIVE after its first sighting moved to the elder generation', () => {
    const repeats = createRepeats(1);
    const statuses = ['ARCHIVED', 'ACTIVE', 'ACTIVE'];
    expect(statuses.map((status) => repeats.isRepeat({ id: 'a', status }))).toStrictEqual([false, false, true]);
  });
});
