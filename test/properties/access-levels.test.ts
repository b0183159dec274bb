import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accessLevelsByAction } from '../../src/access-levels/access-levels-by-action.ts';
import { canonicalAction } from '../../src/access-levels/canonical-action.ts';
import { classifyAccessLevel } from '../../src/access-levels/classify-access-level.ts';
import { compileGlob, matchesGlob } from '../../src/access-levels/glob.ts';
import { serviceActions, servicePrefixes } from '../../src/access-levels/known-actions.ts';

/** What a pattern means, as directly as it can be said. Exponential, for short texts only. */
function naive(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [first, rest] = [pattern[0], pattern.slice(1)];
  if (first === '*') return naive(rest, text) || (text !== '' && naive(pattern, text.slice(1)));
  return text !== '' && (first === '?' || first === text[0]) && naive(rest, text.slice(1));
}

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 10 });
const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });

describe('the glob matcher', () => {
  test('agrees with the naive one', () => {
    fc.assert(
      fc.property(pattern, text, (glob, candidate) => {
        expect(matchesGlob(compileGlob(glob), candidate)).toBe(naive(glob, candidate));
      }),
      { numRuns: 5_000 },
    );
  });

  test('gives no character but * and ? a meaning of its own', () => {
    fc.assert(
      fc.property(fc.string(), (literal) => {
        fc.pre(!/[*?]/.test(literal));
        expect(matchesGlob(compileGlob(literal), literal)).toBe(true);
        expect(matchesGlob(compileGlob(literal), `${literal}x`)).toBe(false);
        expect(matchesGlob(compileGlob(`*${literal}*`), `x${literal}x`)).toBe(true);
      }),
    );
  });

  test('answers at once on patterns that make backtracking matchers explode', () => {
    // 2^60 steps for a matcher that tries every split: this test would not end.
    const hostile = compileGlob(`${'*a'.repeat(30)}*b`);
    expect(matchesGlob(hostile, 'a'.repeat(60))).toBe(false);
    expect(matchesGlob(hostile, `${'a'.repeat(60)}b`)).toBe(true);
    const endless = `*:${'*a'.repeat(200_000)}`;
    expect(classifyAccessLevel(endless)).toEqual({ levels: [], unknown: [endless] });
    expect(classifyAccessLevel(`s3:${'*'.repeat(200_000)}`).unknown).toEqual([]);
  });
});

const actions = [...servicePrefixes()].flatMap((prefix) => [...serviceActions(prefix)!.values()]);
const known = fc.constantFrom(...actions);
const randomCase = (word: string): fc.Arbitrary<string> =>
  fc
    .array(fc.boolean(), { minLength: word.length, maxLength: word.length })
    .map((upper) => Array.from(word, (c, index) => (upper[index]! ? c.toUpperCase() : c.toLowerCase())).join(''));

test('the case of an action never matters', () => {
  fc.assert(
    fc.property(
      known.chain(({ action, level }) => randomCase(action).map((spelling) => ({ action, level, spelling }))),
      ({ action, level, spelling }) => {
        expect(classifyAccessLevel(spelling)).toEqual({ levels: [level], unknown: [] });
        expect(canonicalAction(spelling)).toBe(action);
      },
    ),
  );
});

test('a pattern has every level of the actions that it matches', () => {
  const masked = known.chain(({ action, level }) =>
    fc.array(fc.nat(action.length - 1), { maxLength: 4 }).map((positions) => {
      const characters = Array.from(action);
      positions.forEach((at, index) => {
        if (characters[at] !== ':') characters[at] = index % 2 === 0 ? '?' : '*';
      });
      return { glob: characters.join(''), level };
    }),
  );
  fc.assert(
    fc.property(masked, ({ glob, level }) => {
      const { levels, unknown } = classifyAccessLevel(glob);
      expect(levels).toContain(level);
      expect(unknown).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

test('nothing is dropped: every action has a level or is unknown as given', () => {
  const anything = fc.oneof(
    known.map(({ action }) => action),
    fc.string(),
    fc.string().map((name) => `s3:${name}`),
  );
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 20 }), (list) => {
      const byAction = accessLevelsByAction(list);
      const { levels, unknown } = classifyAccessLevel(list);
      expect(new Set(byAction.keys())).toEqual(new Set(list));
      expect(unknown).toEqual([...byAction].filter(([, own]) => own.length === 0).map(([action]) => action));
      expect(new Set(levels)).toEqual(new Set([...byAction.values()].flat()));
    }),
  );
});
