import { describe, expect, test } from 'vitest';
import { InvalidInputError } from '../../../src/errors/invalid-input-error.ts';
import { createSeenStore } from '../../../src/events/index.ts';

describe('createSeenStore', () => {
  test('keeps the greatest position, whatever comes after it', () => {
    const store = createSeenStore();
    expect(store.get('f')).toBeUndefined();
    store.advance('f', '2');
    store.advance('f', '1');
    expect(store.get('f')).toBe('2');
    store.advance('f', '3');
    expect(store.get('f')).toBe('3');
  });

  test('forgets what was heard of least recently, and holds no more than it is told', () => {
    const store = createSeenStore({ maxFindings: 2 });
    for (const finding of ['a', 'b', 'a', 'c']) store.advance(finding, '1');
    expect(['a', 'b', 'c'].map((finding) => store.get(finding))).toEqual(['1', undefined, '1']);
  });

  test.each([{ maxFindings: 0 }, { maxFindings: 1.5 }, { maxFindings: '5' }, { max: 5 }])('refuses %j', (options) => {
    expect(() => createSeenStore(options as never)).toThrow(InvalidInputError);
  });
});
