import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledPackages } from '../../scripts/lib/bundled.ts';
import { type Manifest, PURE_ENTRIES, entriesOf, readManifest } from '../../scripts/lib/entries.ts';
import { filesBelow, packageName, reachOf } from '../../scripts/lib/modules.ts';
import { packedTarball } from './consumer.ts';

const root = resolve(import.meta.dirname, '..', '..');
let unpacked: string;
let files: string[];
let manifest: Manifest;

beforeAll(async () => {
  unpacked = await mkdtemp(join(tmpdir(), 'access-analyzer-kit-tarball-'));
  await promisify(execFile)('tar', ['-xzf', packedTarball(), '-C', unpacked, '--strip-components=1']);
  files = (await filesBelow(unpacked, '')).map((file) => relative(unpacked, file));
  manifest = await readManifest(unpacked);
});

afterAll(async () => {
  if (unpacked) await rm(unpacked, { recursive: true, force: true });
});

describe('the packed tarball', () => {
  it('holds the built files, the schemas and the documents, nothing else', async () => {
    expect(files.filter((file) => !/^dist\/([a-z0-9]+\/)?[\w-]+(\.d\.ts|\.js)$/.test(file))).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'NOTICE',
      'README.md',
      'package.json',
      ...(await filesBelow(join(root, 'schemas'), '.json')).map((file) => relative(root, file)),
    ]);
  });

  it('has every entry point built, as code and as declarations', () => {
    for (const { js, dts } of entriesOf(manifest)) expect(files).toEqual(expect.arrayContaining([js, dts]));
  });

  it('has no built file that no entry point reaches', async () => {
    const reached = new Set<string>();
    for (const { js, dts } of entriesOf(manifest)) {
      for (const file of [js, dts]) {
        for (const path of (await reachOf(join(unpacked, file))).files) reached.add(relative(unpacked, path));
      }
    }
    expect([...reached].sort()).toEqual(files.filter((file) => file.startsWith('dist/')));
  });

  it('imports only what package.json declares, and from the root nothing optional', async () => {
    const optional = Object.keys(manifest.peerDependencies ?? {});
    for (const { name, js, dts } of entriesOf(manifest)) {
      const declared = [...Object.keys(manifest.dependencies), ...(name === 'index' ? [] : optional)];
      for (const file of [js, dts]) {
        const { modules } = await reachOf(join(unpacked, file));
        const packages = [...modules.keys()].filter((module) => !/^node(:|$)/.test(module)).map(packageName);
        expect(
          packages.filter((module) => !declared.includes(module)),
          file,
        ).toEqual([]);
      }
    }
  });

  it('uses every run-time dependency that it makes users install', async () => {
    const used = new Set<string>();
    for (const { js, dts } of entriesOf(manifest)) {
      for (const file of [js, dts]) {
        for (const module of (await reachOf(join(unpacked, file))).modules.keys()) used.add(packageName(module));
      }
    }
    expect(Object.keys(manifest.dependencies).filter((name) => !used.has(name))).toEqual([]);
  });

  it('bundles nobody else’s code but what NOTICE names, in the version that it names', async () => {
    const bundled = new Set<string>();
    for (const file of files.filter((name) => name.endsWith('.js'))) {
      // esbuild heads each bundled module with a comment that names its path.
      const heads = (await readFile(join(unpacked, file), 'utf8')).matchAll(/^\/\/ .*node_modules\/(.+)$/gm);
      for (const [, path = ''] of heads) bundled.add(packageName(path));
    }
    const notice = await readFile(join(unpacked, 'NOTICE'), 'utf8');
    const named = bundledPackages(notice).map(({ name, version }) => `${name} ${version}`);
    const found = await Promise.all(
      [...bundled].map(async (name) => `${name} ${(await readManifest(join(root, 'node_modules', name))).version}`),
    );
    expect(found.sort()).toEqual(named.sort());
  });

  it('marks every peer as optional', () => {
    const meta = manifest.peerDependenciesMeta ?? {};
    for (const peer of Object.keys(manifest.peerDependencies ?? {}))
      expect(meta[peer], peer).toEqual({ optional: true });
  });

  it('runs no script on installation', async () => {
    const { scripts } = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8')) as { scripts: object };
    expect(Object.keys(scripts)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(pre|post)?install$/)]));
  });

  it('has pure entry points that reach no SDK', async () => {
    const pure = entriesOf(manifest).filter(({ name }) => PURE_ENTRIES.includes(name));
    expect(pure.map(({ name }) => name)).toContain('evaluate');
    for (const { js, dts } of pure) {
      for (const file of [js, dts]) {
        const { modules } = await reachOf(join(unpacked, file));
        expect(
          [...modules.keys()].filter((module) => /^@(aws-sdk|smithy)\//.test(module)),
          file,
        ).toEqual([]);
      }
    }
  });
});

describe('the lock file', () => {
  let lock: string;
  beforeAll(async () => {
    lock = await readFile(join(root, 'package-lock.json'), 'utf8');
  });

  it('names no registry, so that any mirror serves it', () => {
    expect(lock).not.toContain('"resolved"');
  });

  it('has the digest of every package, whoever serves it', () => {
    const { packages } = JSON.parse(lock) as {
      readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
    };
    const { '': itself, ...others } = packages;
    expect(itself).toBeDefined();
    const without = Object.entries(others).filter(([, { integrity }]) => integrity?.startsWith('sha512-') !== true);
    expect(without.map(([name]) => name)).toEqual([]);
  });
});
