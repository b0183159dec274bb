/**
 * The gate: every check runs, also after one has failed, and the last lines say which did. Writes what it found to
 * reports/check.json. `npm run check -- lint format` runs those steps only.
 */
import { spawn } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const packed = join(root, 'reports', 'packed');

/** In this order: what needs the built package comes after the build. */
const STEPS: readonly (readonly [name: string, ...command: readonly string[]])[] = [
  ['types', 'tsc', '-p', '.'],
  // The types of the browser driver need those of a page, which nothing else here may use.
  ['pages', 'tsc', '-p', 'test/browser'],
  ['driver', 'tsc', '-p', 'bench/page'],
  ['lint', 'npm', 'run', '--silent', 'lint'],
  ['format', 'prettier', '--check', '.'],
  ['direction', 'tsx', 'scripts/check-dependency-direction.ts'],
  ['unused', 'knip'],
  ['build', 'tsup', '--silent'],
  ['pure', 'tsx', 'scripts/check-pure-entries.ts'],
  ['api', 'tsx', 'scripts/api-report.ts'],
  ['size', 'size-limit'],
  // The build is fresh: packing must not make it again.
  ['pack', 'npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', packed],
  ['publint', 'publint', '--strict', '<tarball>'],
  ['attw', 'attw', '--profile', 'esm-only', '<tarball>'],
];

interface Outcome {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !STEPS.some(([step]) => step === name));
if (unknown.length > 0) {
  console.error(`No step ${unknown.join(', ')}; there are ${STEPS.map(([name]) => name).join(', ')}`);
  process.exit(64);
}

await rm(packed, { recursive: true, force: true });
await mkdir(packed, { recursive: true });

const outcomes: Outcome[] = [];
for (const [name, ...command] of STEPS) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const started = performance.now();
  const { code, output } = await run(await Promise.all(command.map(withTarball)));
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  outcomes.push({ name, passed: code === 0, seconds });
  console.log(`${code === 0 ? '✓' : '✗'} ${name.padEnd(10)} ${seconds.toFixed(1).padStart(6)} s`);
  if (code !== 0) console.log(output.replaceAll(/^/gm, '    '));
}
await writeFile(join(root, 'reports', 'check.json'), `${JSON.stringify(outcomes, undefined, 2)}\n`);

const failed = outcomes.filter(({ passed }) => !passed).map(({ name }) => name);
console.log(failed.length === 0 ? `All ${outcomes.length} checks hold` : `Failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function withTarball(argument: string): Promise<string> {
  if (argument !== '<tarball>') return argument;
  const tarball = (await readdir(packed)).find((name) => name.endsWith('.tgz'));
  return join(packed, tarball ?? 'nothing-was-packed.tgz');
}

function run([command = '', ...args]: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((settle) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      // The tools of this package first, as in an npm script.
      env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}` },
    });
    let output = '';
    const add = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.on('error', (error) => {
      settle({ code: 127, output: error.message });
    });
    child.on('close', (code) => {
      settle({ code: code ?? 1, output });
    });
  });
}
