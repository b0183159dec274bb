import fc from 'fast-check';
import { violations } from './check-outcome.ts';
import type { Draw } from './draw.ts';
import { runDraw, type Outcome } from './run-draw.ts';

/** How often each status came out. */
export type Tally = Partial<Record<'PASS' | 'FAIL' | 'UNKNOWN', number>>;

/** How many draws are made in `npm test`, and how many in `npm run test:faults`. */
export interface CampaignSize {
  readonly usual: number;
  readonly full: number;
}

const { env } = process;

/** `npm run test:faults` sets it. */
export const isFull: boolean = env['FAULTS_FULL'] === '1';

/**
 * `FAULTS_SEED` says which draws are made: those of `npm test` are the same every time, those of the full campaign others each
 * time. `FAULTS_RUNS` says how many, for each campaign.
 */
export const seed: number =
  env['FAULTS_SEED'] === undefined ? (isFull ? Date.now() % 2 ** 31 : 1) : Number(env['FAULTS_SEED']);

/** How many draws of a campaign to make. */
export function runsOf({ full, usual }: CampaignSize): number {
  if (env['FAULTS_RUNS'] !== undefined) return Number(env['FAULTS_RUNS']);
  return isFull ? full : usual;
}

const SHRINKING_MS = 60_000;

/** Every so manieth draw is run once more: the same draw must come to the same. */
const AGAIN_EVERY = 4;

/** How a campaign goes. */
export interface CampaignOptions {
  readonly runs: number;
  readonly run?: typeof runDraw;
  /** Every so manieth draw is run once more. */
  readonly again?: number;
  /** Whether a draw that fails is made smaller. */
  readonly shrinks?: boolean;
}

/**
 * Makes draws and checks each against every law. What fails is shrunk and thrown with the seed, the draw as JSON (to be kept
 * under `regressions/`), and every law that it breaks.
 */
export async function campaign(
  draws: fc.Arbitrary<Draw>,
  { again = AGAIN_EVERY, run = runDraw, runs, shrinks = true }: CampaignOptions,
): Promise<Tally> {
  const tally: Tally = {};
  let number = 0;
  let failedAt = Number.POSITIVE_INFINITY;
  const result = await fc.check(
    fc.asyncProperty(draws, async (draw) => {
      // Enough time for shrinking: what is still tried counts as no smaller failure.
      if (performance.now() - failedAt > SHRINKING_MS) return;
      number += 1;
      try {
        const outcome = await run(draw);
        const { status } = outcome.verdict;
        tally[status] = (tally[status] ?? 0) + 1;
        const amiss = violations(draw, outcome);
        if (number % again === 0) amiss.push(...difference(outcome, await run(draw)));
        if (amiss.length > 0) throw new Error(amiss.join('\n'));
      } catch (error) {
        failedAt = Math.min(failedAt, performance.now());
        throw error;
      }
    }),
    { numRuns: runs, seed, endOnFailure: !shrinks },
  );
  if (result.failed) throw new Error(report(result));
  return tally;
}

function report(result: fc.RunDetails<[Draw]>): string {
  const { counterexample, counterexamplePath, errorInstance, numRuns, numShrinks } = result;
  const error = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return [
    `A draw breaks a law (seed ${result.seed}, path ${String(counterexamplePath)}, draw ${numRuns}, shrunk ${numShrinks} times).`,
    error,
    `FAULTS_SEED=${result.seed} npm run test:faults runs the same draws again. The shrunk draw:`,
    JSON.stringify(counterexample?.[0]),
  ].join('\n');
}

/** What differs between two runs of one draw: the status and the set of problems must not. */
function difference(first: Outcome, second: Outcome): string[] {
  const [before, after] = [essence(first), essence(second)];
  return before === after ? [] : [`the same draw came to something else:\n${before}\n${after}`];
}

/** The status, and which problems there are, in no order. */
export function essence({ evidence, verdict }: Outcome): string {
  const problems = new Set<string>();
  JSON.stringify(evidence, (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'code' in value && 'operation' in value) {
      const { account, code, operation, region } = value as Record<string, unknown>;
      problems.add([code, operation, region, account].map(String).join(' '));
    }
    return value;
  });
  return JSON.stringify([verdict.status, verdict.strictStatus, [...problems].sort()]);
}
