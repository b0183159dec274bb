import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { inject } from 'vitest';
import type { Entry } from '../../scripts/lib/entries.ts';
import { packageName, reachOf } from '../../scripts/lib/modules.ts';

const root = resolve(import.meta.dirname, '..', '..');

/** What a command did. */
export interface Ran {
  readonly code: number;
  /** Standard output and standard error, in one. */
  readonly output: string;
}

/** The packed package. Throws what kept it from being packed. */
export function packedTarball(): string {
  const packed = inject('packed');
  if ('failure' in packed) throw new Error(packed.failure);
  return packed.tarball;
}

/** A project of somebody else, in a folder of its own. */
export class Consumer {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** An empty project with the packed tarball and its run-time dependencies installed, no optional peer. */
  static async create(): Promise<Consumer> {
    const consumer = new Consumer(await mkdtemp(join(tmpdir(), 'access-analyzer-kit-consumer-')));
    await consumer.write({ 'package.json': '{ "name": "consumer", "private": true }' });
    // A TypeScript project on Node has Node's types.
    const types = `@types/node@${await installedVersion('@types/node')}`;
    const { code, output } = await consumer.install([types, packedTarball()]);
    if (code !== 0) {
      throw new Error(
        `The packed package could not be installed in an empty project. This test needs the package registry, as ` +
          `\`npm ci\` did; without it nothing is known about what users get, and that is no pass.\n${output}`,
      );
    }
    return consumer;
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) await writeFile(join(this.folder, name), text);
  }

  install(what: readonly string[]): Promise<Ran> {
    return this.run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--no-progress', ...what]);
  }

  /** Runs a command in the project's folder; a failure is a result. */
  run(command: string, args: readonly string[]): Promise<Ran> {
    // The test runner's own settings are no business of a consumer; who may vouch for the package registry is the machine's.
    const isRunners = /^(?:NODE_(?!EXTRA_CA_CERTS$)|VITEST)/;
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !isRunners.test(name)));
    return new Promise((settle) => {
      execFile(command, [...args], { cwd: this.folder, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
        settle({ code: error === null ? 0 : 1, output: stdout + stderr });
      });
    });
  }

  /** Type-checks the project with this repository's compiler. */
  async typeCheck(options: Readonly<Record<string, unknown>>, files: readonly string[]): Promise<Ran> {
    await this.write({ 'tsconfig.json': JSON.stringify({ compilerOptions: { noEmit: true, ...options }, files }) });
    return this.run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.']);
  }

  /** The same project in another folder, without the packages or scopes that `leave` matches. */
  async copy(leave?: RegExp): Promise<Consumer> {
    const folder = await mkdtemp(join(tmpdir(), 'access-analyzer-kit-consumer-'));
    const modules = join(this.folder, 'node_modules');
    await cp(this.folder, folder, {
      recursive: true,
      filter: (source) => !leave?.test(relative(modules, source)),
    });
    return new Consumer(folder);
  }

  /** The same project where the SDK was never installed. */
  withoutSdk(): Promise<Consumer> {
    return this.copy(/^(@aws-sdk|@smithy|@aws-crypto|@aws)$/);
  }

  /** Those entry points that reach none of the packages, in code or in declarations. */
  async entriesWithout(entries: readonly Entry[], packages: readonly string[]): Promise<Entry[]> {
    const without: Entry[] = [];
    for (const entry of entries) {
      const installed = join(this.folder, 'node_modules', 'access-analyzer-kit');
      const reach = await Promise.all([entry.js, entry.dts].map((file) => reachOf(join(installed, file))));
      const reached = reach.flatMap(({ modules }) => [...modules.keys()].map(packageName));
      if (!packages.some((name) => reached.includes(name))) without.push(entry);
    }
    return without;
  }

  /** Names in `node_modules`, scopes with their packages. */
  async installed(): Promise<string[]> {
    const modules = join(this.folder, 'node_modules');
    const names = await Promise.all(
      (await readdir(modules)).map(async (name) =>
        name.startsWith('@') ? (await readdir(join(modules, name))).map((inner) => `${name}/${inner}`) : [name],
      ),
    );
    return names.flat().sort();
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function installedVersion(name: string): Promise<string> {
  const manifest = (await import(join(root, 'node_modules', name, 'package.json'), { with: { type: 'json' } })) as {
    default: { version: string };
  };
  return manifest.default.version;
}
