import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { readManifest } from '../../scripts/lib/entries.ts';

/** What the package tests get. A failure is theirs to report, so that it does not take the other tests along. */
export type Packed = { readonly tarball: string } | { readonly failure: string };

declare module 'vitest' {
  interface ProvidedContext {
    packed: Packed;
  }
}

const root = resolve(import.meta.dirname, '..', '..');
const execute = promisify(execFile);

/** Builds and packs once for all files, in a folder of its own: no stale `dist` is tested, and none is touched. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'access-analyzer-kit-pack-'));
  project.provide(
    'packed',
    await pack(folder).catch((error: unknown): Packed => ({ failure: `The package cannot be packed: ${said(error)}` })),
  );
  return () => rm(folder, { recursive: true, force: true });
}

async function pack(folder: string): Promise<Packed> {
  const stage = join(folder, 'stage');
  await mkdir(stage);
  const { files = [] } = await readManifest(root);
  for (const name of await readdir(root)) {
    if (/^(package\.json|\.npmignore|[A-Z]+(\.md)?)$/.test(name) || (files.includes(name) && name !== 'dist')) {
      await cp(join(root, name), join(stage, name), { recursive: true });
    }
  }
  const tsup = join(root, 'node_modules', 'tsup', 'dist', 'cli-default.js');
  await execute(process.execPath, [tsup, '--silent', '--out-dir', join(stage, 'dist')], { cwd: root });
  await execute('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd: stage });
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack left no tarball');
  return { tarball: join(folder, tarball) };
}

/** The message of a failed command with what it printed. */
function said(error: unknown): string {
  const { message, stdout, stderr } = error as Error & { stdout?: string; stderr?: string };
  return [message, stdout, stderr].filter((text) => text !== undefined && text !== '').join('\n');
}
