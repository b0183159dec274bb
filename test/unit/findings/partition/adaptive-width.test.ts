import { describe, expect, it } from 'vitest';
import { createAdaptiveWidth } from '../../../../src/findings/partition/adaptive-width.ts';

describe('createAdaptiveWidth', () => {
  it('grows with each answer, up to the most', () => {
    const width = createAdaptiveWidth({ first: 2, most: 5 });
    const values = Array.from({ length: 5 }, () => {
      width.begin().succeeded();
      return width.value;
    });
    expect(values).toStrictEqual([3, 4, 5, 5, 5]);
  });

  it('halves on strain, once for all requests that were on their way', () => {
    const width = createAdaptiveWidth({ first: 8, most: 16 });
    const flight = Array.from({ length: 8 }, () => width.begin());
    for (const outcome of flight) outcome.strained();
    expect(width.value).toBe(4);
    width.begin().strained();
    expect(width.value).toBe(2);
  });

  it('never goes below one', () => {
    const width = createAdaptiveWidth({ first: 1, most: 16 });
    width.begin().strained();
    width.begin().strained();
    expect(width.value).toBe(1);
  });

  it('recovers after strain by one for each full width of answers', () => {
    const width = createAdaptiveWidth({ first: 4, most: 16 });
    width.begin().strained();
    const values = Array.from({ length: 9 }, () => {
      width.begin().succeeded();
      return width.value;
    });
    expect(values).toStrictEqual([2, 3, 3, 3, 4, 4, 4, 4, 5]);
  });
});
