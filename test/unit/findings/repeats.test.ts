import { describe, expect, it } from 'vitest';
import { createRepeats } from '../../../src/findings/repeats.ts';

describe('createRepeats', () => {
  it('forgets the oldest beyond its window, so that memory is bounded', () => {
    const repeats = createRepeats(2);
    const isRepeat = (id: string): boolean => repeats.isRepeat({ id, status: 'ACTIVE' });
    expect(['a', 'b', 'a', 'c', 'a', 'c'].map(isRepeat)).toStrictEqual([false, false, true, false, false, true]);
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
});
