/**
 * Runs the benchmarks, all or those named: `npm run bench`, `npm run bench -- evaluate`. Each prints a ratio to a peer that
 * ran in the same process, since absolute times of a shared machine say little.
 */
import { auditBenchmark } from './audit.ts';
import { collectBenchmark } from './collect.ts';
import { evaluateBenchmark } from './evaluate.ts';
import { fleetBenchmark } from './fleet.ts';
import { importBenchmark } from './import.ts';
import { levelsBenchmark } from './levels.ts';
import { memoryBenchmark } from './memory.ts';
import { pageBenchmark } from './page.ts';
import { parseGrowthBenchmark } from './parse-growth.ts';
import { readAbortBenchmark } from './read-abort.ts';
import { readCpuBenchmark } from './read-cpu.ts';
import { readLargeBenchmark } from './read-large.ts';
import { reportBenchmark } from './report.ts';

const benchmarks: Readonly<Record<string, () => Promise<string>>> = {
  import: importBenchmark,
  levels: levelsBenchmark,
  evaluate: evaluateBenchmark,
  collect: collectBenchmark,
  audit: auditBenchmark,
  'read-large': readLargeBenchmark,
  'read-cpu': readCpuBenchmark,
  'read-abort': readAbortBenchmark,
  memory: memoryBenchmark,
  fleet: fleetBenchmark,
  report: reportBenchmark,
  page: pageBenchmark,
  'parse-growth': parseGrowthBenchmark,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(benchmarks, name));
if (unknown.length > 0) {
  console.error(`No benchmark ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}`);
  process.exitCode = 64;
} else {
  for (const [name, run] of Object.entries(benchmarks)) {
    if (wanted.length === 0 || wanted.includes(name)) console.log(`${name.padEnd(9)} ${await run()}`);
  }
}
