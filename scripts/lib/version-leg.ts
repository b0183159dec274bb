import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, relative, resolve } from 'node:path';
import type { Manifest } from './entries.ts';

const root = resolve(import.meta.dirname, '..', '..');

/** One combination of versions that the tests run on. */
export interface Leg {
  /** The major version of Node. */
  readonly node: number;
  /** Which versions of the dependencies and of the optional peers, among those that package.json claims. */
  readonly sdk: 'oldest' | 'newest';
}

/** What a leg did. A leg that could not run has a problem and passed nothing. */
export interface LegReport extends Leg {
  readonly name: string;
  /** As that Node calls itself: `v22.23.3`. */
  readonly nodeVersion?: string | undefined;
  /** What was installed of the dependencies and the optional peers. */
  readonly packages: Readonly<Record<string, string>>;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
  readonly problem?: string | undefined;
}

/** `node-22-oldest`: fit for a file name. */
export function legName({ node, sdk }: Leg): string {
  return `node-${node}-${sdk}`;
}

/** What is tested of the package: that it does its work, and that what is packed can be used. */
const TESTS = ['--project', 'source', '--project', 'package', 'test/integration', 'test/package'];

/** What is made, and not what it is made of. */
const NOT_COPIED = /^(\.git|node_modules|dist|reports|site|coverage)$/;

/**
 * Runs the integration and the package tests of a copy of this repository in which the dependencies are pinned to one end of
 * what is claimed, on another Node. This checkout stays as it is.
 */
export async function runLeg(leg: Leg, reports: string, signal: AbortSignal): Promise<LegReport> {
  const started = performance.now();
  const name = legName(leg);
  const folder = await mkdtemp(join(tmpdir(), `access-analyzer-kit-${name}-`));
  const seen: { nodeVersion?: string; packages: Record<string, string> } = { packages: {} };
  const none = { passed: 0, failed: 0, skipped: 0 };
  const told = (counts: typeof none, problem?: string): LegReport => ({
    ...{ name, ...leg, ...seen, ...counts },
    seconds: Math.round((performance.now() - started) / 1000),
    ...(problem === undefined ? {} : { problem }),
  });
  try {
    const copy = join(folder, 'repository');
    const node = await installNode(leg.node, join(folder, 'node'), signal);
    seen.nodeVersion = node.version;
    seen.packages = await pinnedCopy(leg, copy, signal);
    const report = join(reports, `${name}.json`);
    const { code } = await run(
      node.file,
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        ...TESTS,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ],
      // Programs that the tests start run on that Node too.
      { cwd: copy, signal, path: node.folder, show: true },
    );
    const counts = await countsOf(report);
    if (code !== 0 && counts.failed === 0) return told(counts, `The test runner ended with ${code}.`);
    return told(counts, counts.passed === 0 ? 'No test ran.' : undefined);
  } catch (error) {
    return told(none, error instanceof Error ? error.message : String(error));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Takes Node from the package registry, by the packages that hold it and run no script. */
async function installNode(
  major: number,
  folder: string,
  signal: AbortSignal,
): Promise<{ readonly file: string; readonly folder: string; readonly version: string }> {
  const name = `node-${process.platform}-${process.arch}`;
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  await npm(['install', '--no-package-lock', `${name}@${major}`], { cwd: folder, signal });
  const bin = join(folder, 'node_modules', name, 'bin');
  const file = join(bin, 'node');
  const version = (await must(file, ['--version'], { cwd: folder, signal })).trim();
  if (!version.startsWith(`v${major}.`)) throw new Error(`${name}@${major} is Node ${version}`);
  return { file, folder: bin, version };
}

/** Copies the repository, pins what the package needs, and installs. */
async function pinnedCopy({ sdk }: Leg, copy: string, signal: AbortSignal): Promise<Record<string, string>> {
  await cp(root, copy, { recursive: true, filter: (source) => !NOT_COPIED.test(relative(root, source)) });
  const file = join(copy, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest;
  const { dependencies, devDependencies, peerDependencies = {} } = manifest;
  const claimed = { ...dependencies, ...peerDependencies };
  const wanted: Record<string, string> = {};
  for (const [name, range] of Object.entries(claimed)) wanted[name] = await versionIn(name, range, sdk, signal);
  const pinned = (section: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(section).map(([name, range]) => [name, wanted[name] ?? range]));
  await writeFile(
    file,
    JSON.stringify({
      ...manifest,
      dependencies: pinned(dependencies),
      devDependencies: pinned(devDependencies),
      peerDependencies: pinned(peerDependencies),
    }),
  );
  await npm(['install'], { cwd: copy, signal });
  for (const [name, version] of Object.entries(wanted)) {
    const installed = JSON.parse(await readFile(join(copy, 'node_modules', name, 'package.json'), 'utf8')) as Manifest;
    if (installed.version !== version) throw new Error(`${name} is ${installed.version} instead of ${version}`);
  }
  return wanted;
}

/** The first or the last version of a package that a range allows. */
async function versionIn(name: string, range: string, which: Leg['sdk'], signal: AbortSignal): Promise<string> {
  const output = await npm(['view', `${name}@${range}`, 'version', '--json'], { cwd: root, signal });
  const found = JSON.parse(output) as string | readonly string[];
  const versions = [...(typeof found === 'string' ? [found] : found)].sort(byVersion);
  const version = which === 'oldest' ? versions[0] : versions.at(-1);
  if (version === undefined) throw new Error(`The registry has no ${name}@${range}`);
  return version;
}

/** Numbers by number: 3.1068.0 comes after 3.936.0. A range without a pre-release gives none. */
function byVersion(left: string, right: string): number {
  const [a, b] = [left, right].map((version) => version.split('.').map(Number)) as [number[], number[]];
  const at = a.findIndex((number, place) => number !== b[place]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

async function countsOf(report: string): Promise<Pick<LegReport, 'passed' | 'failed' | 'skipped'>> {
  const json = JSON.parse(await readFile(report, 'utf8')) as Record<string, number>;
  const count = (name: string): number => json[name] ?? 0;
  return {
    passed: count('numPassedTests'),
    failed: count('numFailedTests'),
    skipped: count('numPendingTests') + count('numTodoTests'),
  };
}

interface RunOptions {
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** A folder whose programs come first. */
  readonly path?: string;
  /** Whether its output is shown as it comes, rather than kept. */
  readonly show?: boolean;
}

function npm(args: readonly string[], options: RunOptions): Promise<string> {
  return must('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--no-progress'], options);
}

async function must(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { code, errors, output } = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${errors}${output}`);
  return output;
}

function run(
  command: string,
  args: readonly string[],
  { cwd, path, show = false, signal }: RunOptions,
): Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }> {
  return new Promise((settle, fail) => {
    const child = spawn(command, args, {
      cwd,
      signal,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
      env:
        path === undefined ? process.env : { ...process.env, PATH: `${path}${delimiter}${process.env['PATH'] ?? ''}` },
    });
    let output = '';
    let errors = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.on('error', fail);
    child.on('close', (code) => {
      settle({ code, output, errors });
    });
  });
}
