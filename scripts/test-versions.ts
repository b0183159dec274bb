/**
 * Runs the integration and the package tests on other versions than those of this machine: newer Nodes, and the oldest and
 * newest SDK (with BullMQ) that package.json claims. `npm run test:versions`, or one combination of your own:
 * `npm run test:versions -- --node 24 --sdk oldest`. Needs the package registry. Writes what ran to reports/versions.json.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { legName, runLeg, type Leg, type LegReport } from './lib/version-leg.ts';

/** Both ends at once: `npm test` has this machine's Node and the SDK of the lock file. */
const LEGS: readonly Leg[] = [
  { node: 22, sdk: 'oldest' },
  { node: 24, sdk: 'newest' },
];

const reports = join(resolve(import.meta.dirname, '..'), 'reports');
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stop.abort(new Error(`Stopped by ${signal}.`));
  });
}

const outcomes: LegReport[] = [];
await rm(join(reports, 'versions'), { recursive: true, force: true });
await mkdir(join(reports, 'versions'), { recursive: true });
for (const leg of legs()) {
  console.log(`\n--- ${legName(leg)}`);
  const outcome = await runLeg(leg, join(reports, 'versions'), stop.signal);
  outcomes.push(outcome);
  await writeFile(join(reports, 'versions.json'), `${JSON.stringify(outcomes, undefined, 2)}\n`);
  if (stop.signal.aborted) break;
}
for (const outcome of outcomes) console.log(describe(outcome));
process.exitCode = outcomes.every(({ failed, problem }) => failed === 0 && problem === undefined) ? 0 : 1;

/** Those asked for; else the usual ones. */
function legs(): readonly Leg[] {
  const { node, sdk } = parseArgs({ options: { node: { type: 'string' }, sdk: { type: 'string' } } }).values;
  if (node === undefined && sdk === undefined) return LEGS;
  if (!/^\d+$/.test(node ?? '') || (sdk !== 'oldest' && sdk !== 'newest')) {
    console.error(`--node: found ${node}, expected a number; --sdk: found ${sdk}, expected "oldest" or "newest"`);
    process.exit(64);
  }
  return [{ node: Number(node), sdk }];
}

function describe({ failed, name, nodeVersion, packages, passed, problem, seconds, skipped }: LegReport): string {
  return [
    `\n${failed === 0 && problem === undefined ? '✓' : '✗'} ${name}: Node ${nodeVersion ?? 'not installed'}, ${passed} passed, ${failed} failed, ${skipped} skipped, ${seconds} s`,
    ...(problem === undefined ? [] : [`    ${problem}`]),
    ...Object.entries(packages).map(([package_, version]) => `    ${package_} ${version}`),
  ].join('\n');
}
