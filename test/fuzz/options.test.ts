import fc from 'fast-check';
import { describe, it, vi } from 'vitest';
import { mutated, PLAIN_MISTAKES, rawInput } from './hostile-values.ts';
import { expectResultOrRefusal } from './outcome.ts';
import { OPTIONS } from './option-targets.ts';

// Generous: what is quadratic, or does not end, takes longer on any machine.
vi.setConfig({ testTimeout: 120_000 });

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 60);

describe.each(OPTIONS)('$name', ({ codes, run }) => {
  it('takes or refuses anything at all', async () => {
    await fc.assert(
      fc.asyncProperty(rawInput, async ({ value }) => expectResultOrRefusal(run, value, codes)),
      { numRuns, examples: PLAIN_MISTAKES },
    );
  });
});

describe.each(OPTIONS.filter(({ seeds }) => seeds.length > 0))('$name', ({ codes, run, seeds }) => {
  it('takes or refuses valid input with spoiled members', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(seeds), async ({ value }) => expectResultOrRefusal(run, value, codes)),
      { numRuns },
    );
  });
});
