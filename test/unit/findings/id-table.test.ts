import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIdTable } from '../../../src/findings/id-table.ts';

const uuid = fc.uuid();
/** Near misses of the form, and anything else. */
const other = fc.oneof(
  uuid.map((id) => id.toUpperCase()),
  uuid.map((id) => id.replace('-', '0')),
  uuid.map((id) => id.slice(1)),
  uuid.map((id) => `${id.slice(0, -1)}ä`),
  uuid.map((id) => `${id.slice(0, -1)}g`),
  fc.string({ maxLength: 40 }),
);

describe('createIdTable', () => {
  it('remembers what a Map would, the greatest number of each id, for ids of every form', () => {
    const step = fc.tuple(fc.oneof(uuid, other), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.array(fc.oneof(uuid, other)), (steps, strangers) => {
        const table = createIdTable();
        const map = new Map<string, number>();
        for (const [id, value] of steps) {
          const before = map.get(id) ?? 0;
          expect(table.get(id)).toBe(before);
          expect(table.raise(id, value)).toBe(before);
          map.set(id, Math.max(before, value));
          expect(table.size).toBe(map.size);
        }
        for (const id of [...map.keys(), ...strangers]) expect(table.get(id)).toBe(map.get(id) ?? 0);
      }),
    );
  });

  it('keeps ids apart that differ in one place only, wherever it is', () => {
    const digits = '1234567890abcdef1234567890abcdef';
    for (const at of [0, 8, 16, 24]) {
      const table = createIdTable();
      const ids = Array.from({ length: 3000 }, (_, index) => {
        const [, a, b, c, d, e] = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(
          digits.slice(0, at) + index.toString(16).padStart(8, '0') + digits.slice(at + 8),
        )!;
        return [a, b, c, d, e].join('-');
      });
      expect(ids.map((id) => table.raise(id, 1)).filter((before) => before !== 0)).toStrictEqual([]);
      expect(ids.map((id) => table.raise(id, 2)).filter((before) => before !== 1)).toStrictEqual([]);
      expect(table.size).toBe(ids.length);
    }
  });

  it.each(['00000000-0000-4000-8000-000000000001', 'not-a-uuid'])(
    'keeps the greatest number of %s, and counts it once',
    (id) => {
      const table = createIdTable();
      expect([2, 1, 3, 3].map((value) => [table.raise(id, value), table.get(id), table.size])).toStrictEqual([
        [0, 2, 1],
        [2, 2, 1],
        [2, 3, 1],
        [3, 3, 1],
      ]);
    },
  );

  it('keeps every id while it grows, also of ids that count up', () => {
    const table = createIdTable();
    const idOf = (index: number): string => `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
    const count = 20_000;
    for (let index = 0; index < count; index += 1) table.raise(idOf(index), (index % 255) + 1);
    expect(table.size).toBe(count);
    for (let index = 0; index < count; index += 1) expect(table.get(idOf(index))).toBe((index % 255) + 1);
    expect(table.get(idOf(count))).toBe(0);
  });
});
