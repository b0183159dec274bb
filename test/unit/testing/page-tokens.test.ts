import { expect, test } from 'vitest';
import { createPageTokens } from '../../../src/testing/page-tokens.ts';

test('a token brings back its position for the same query, whatever the order of its members', () => {
  const tokens = createPageTokens({ now: () => new Date(0) });
  const token = tokens.issue({ a: 1, b: [2] }, { position: 7, emptyPages: 1 });
  expect(tokens.read({ b: [2], a: 1 }, token)).toMatchObject({ position: 7, emptyPages: 1 });
});

test.each([
  ['another query', (token: string) => ({ query: 'other', token })],
  ['no token', () => ({ query: 'mine', token: '' })],
  ['a forged one', () => ({ query: 'mine', token: `${Buffer.from('{"position":9}').toString('base64url')}.x` })],
  ['a shortened one', (token: string) => ({ query: 'mine', token: token.slice(0, -1) })],
])('refused: %s', (_name, spoil) => {
  const tokens = createPageTokens({ now: () => new Date(0) });
  const { query, token } = spoil(tokens.issue('mine', { position: 1 }));
  expect(() => tokens.read(query, token)).toThrow('nextToken is invalid or has expired');
});

test('a token is good to the end of its life and no longer', () => {
  let now = 0;
  const tokens = createPageTokens({ now: () => new Date(now), lifetimeMs: 10 });
  const token = tokens.issue('q', { position: 1 });
  now = 10;
  expect(tokens.read('q', token).position).toBe(1);
  now = 11;
  expect(() => tokens.read('q', token)).toThrow();
});
