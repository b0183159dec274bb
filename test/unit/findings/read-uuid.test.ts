import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUuid } from '../../../src/findings/read-uuid.ts';

const ID = '01234567-89ab-cdef-0f1e-2d3c4b5a6978';

function wordsOf(id: string): string[] | undefined {
  const words = new Uint32Array(4);
  return readUuid(id, words) ? [...words].map((word) => word.toString(16).padStart(8, '0')) : undefined;
}

describe('readUuid', () => {
  it('reads the digits of a UUID, eight into a word', () => {
    expect(wordsOf(ID)).toStrictEqual(['01234567', '89abcdef', '0f1e2d3c', '4b5a6978']);
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(wordsOf(id)?.join('')).toBe(id.replaceAll('-', ''));
      }),
    );
  });

  it('reads nothing else: each text that is spelt in another way is another id', () => {
    expect(wordsOf('')).toBeUndefined();
    expect(wordsOf(ID.slice(1))).toBeUndefined();
    expect(wordsOf(ID.slice(0, -1))).toBeUndefined();
    expect(wordsOf(`${ID}0`)).toBeUndefined();
    for (let at = 0; at < ID.length; at += 1) {
      // A capital, a letter that is no digit, a character beyond the table, and one in a dash's place.
      for (const stray of ['A', 'g', '/', ':', '\u007f', '\u0080', 'ä', ID[at] === '-' ? '0' : '-']) {
        expect(wordsOf(ID.slice(0, at) + stray + ID.slice(at + 1)), `${stray} at ${at}`).toBeUndefined();
      }
    }
  });
});
