import { spawnSync } from 'node:child_process';

/** The whole fault campaign: `npm run test:faults`, with `FAULTS_SEED` to repeat one. Portable, unlike a variable in a script. */
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'faults', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env: { ...process.env, FAULTS_FULL: '1' },
  },
);
process.exitCode = status ?? 1;
