import fc from 'fast-check';
import { describe, it, vi } from 'vitest';
import { GIANTS, hostileText, mutated, PLAIN_MISTAKES, rawInput, rawText } from './hostile-values.ts';
import { expectResultOrRefusal } from './outcome.ts';
import { PARSERS, TEXT_PARSERS } from './parser-targets.ts';

// Generous: what is quadratic, or does not end, takes longer on any machine.
vi.setConfig({ testTimeout: 120_000 });

/** `FUZZ_RUNS=20000 npx vitest run test/fuzz` looks longer. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 150);

describe.each(PARSERS)('$name', ({ codes, run, seeds }) => {
  it('takes or refuses anything at all', async () => {
    await fc.assert(
      fc.asyncProperty(rawInput, async ({ value }) => expectResultOrRefusal(run, value, codes)),
      { numRuns, examples: PLAIN_MISTAKES },
    );
  });

  it('takes or refuses a valid document with spoiled members', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(seeds), async ({ value }) => expectResultOrRefusal(run, value, codes)),
      { numRuns },
    );
  });
});

// Sizes at which anything quadratic, and any recursion, never comes to its end.
describe.each(GIANTS)('%s', (_, make) => {
  it.each(PARSERS)('$name', async ({ codes, run }) => {
    await expectResultOrRefusal(run, make(), codes);
  });
});

/** A valid text with a piece cut out, doubled, or replaced. */
function spoiledText(seeds: readonly unknown[]): fc.Arbitrary<string> {
  return fc
    .record({
      seed: fc.constantFrom(...(seeds as readonly string[])),
      from: fc.nat(),
      length: fc.nat(20),
      by: hostileText,
    })
    .map(({ by, from, length, seed }) => {
      const start = from % seed.length;
      return seed.slice(0, start) + by + seed.slice(start + length);
    });
}

describe.each(TEXT_PARSERS)('$name, as text', ({ codes, run, seeds }) => {
  it('takes or refuses any text', async () => {
    await fc.assert(
      fc.asyncProperty(rawText, async (input) => expectResultOrRefusal(run, input, codes)),
      { numRuns },
    );
  });

  it('takes or refuses a valid text with a spoiled piece', async () => {
    await fc.assert(
      fc.asyncProperty(spoiledText(seeds), async (input) => expectResultOrRefusal(run, input, codes)),
      { numRuns },
    );
  });
});
