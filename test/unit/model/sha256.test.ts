import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256 } from '../../../src/model/sha256.ts';

const byNode = (text: string): string => createHash('sha256').update(text).digest('hex');

it.each([0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 10_000])('hashes %d bytes as node:crypto does', (length) => {
  expect(sha256('x'.repeat(length))).toBe(byNode('x'.repeat(length)));
});

it('hashes any text as node:crypto does', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => sha256(text) === byNode(text)));
});
