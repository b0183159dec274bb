import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { publishedMaterials, type BillOfMaterials } from '../../scripts/lib/bill-of-materials.ts';
import { bundledPackages } from '../../scripts/lib/bundled.ts';
import { readManifest } from '../../scripts/lib/entries.ts';

const root = resolve(import.meta.dirname, '..', '..');

/** What every user installs, and why it is worth that. A new line here is a decision, not a formality. */
const RUN_TIME: Readonly<Record<string, string>> = {
  '@aws-sdk/client-accessanalyzer': 'the service that is read',
  '@aws-sdk/client-account': 'which Regions an account has enabled',
  '@aws-sdk/client-sts': "the caller's identity",
  '@aws-sdk/credential-provider-node': "the SDK's default chain of credentials, made once for all Regions",
  '@aws-sdk/types': 'types of credentials and loggers, in our declarations',
  '@smithy/node-http-handler': 'one handler with real time-outs for all clients',
  'csv-stringify': 'CSV with its quoting rules',
  'p-limit': 'a limit on tasks',
};

/** What a user installs who wants the feature. */
const OPTIONAL: Readonly<Record<string, string>> = {
  '@aws-sdk/client-organizations': 'the accounts of an organization',
  '@aws-sdk/client-s3': 'blocking public access',
  '@aws-sdk/client-securityhub': 'importing findings',
  '@aws-sdk/credential-providers': 'assuming a role in each account',
  bullmq: 'audits on a queue',
};

/** Licences that ask for no more than to be named. */
const PERMISSIVE = /^(?:MIT|ISC|Apache-2\.0|0BSD|BSD-2-Clause|BSD-3-Clause|BlueOak-1\.0\.0|CC0-1\.0)$/;

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

async function locked(): Promise<[path: string, entry: LockedPackage][]> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  return Object.entries(lock.packages).filter(([path]) => path !== '');
}

describe('run-time dependencies', () => {
  it('are those that were decided on', async () => {
    const { dependencies, peerDependencies = {} } = await readManifest(root);
    expect(Object.keys(dependencies).sort()).toStrictEqual(Object.keys(RUN_TIME).sort());
    expect(Object.keys(peerDependencies).sort()).toStrictEqual(Object.keys(OPTIONAL).sort());
  });

  it('bring only packages of AWS, and few others', async () => {
    const ours = (await locked()).filter(([, { dev, devOptional }]) => dev !== true && devOptional !== true);
    const others = ours
      .map(([path]) => path.replace(/^.*node_modules\//, ''))
      .filter((name) => !/^@(?:aws-sdk|aws-crypto|aws|smithy)\//.test(name));
    // What the SDK brings beside its own: helpers of TypeScript, and what makes sizes of a string.
    const known = ['bowser', 'csv-stringify', 'p-limit', 'tslib', 'yocto-queue'];
    expect([...new Set(others)].filter((name) => !known.includes(name))).toStrictEqual([]);
    expect(ours.length).toBeGreaterThan(0);
  });

  it('run no script when they are installed', async () => {
    const scripted = (await locked()).filter(
      ([, { dev, devOptional, hasInstallScript }]) => hasInstallScript === true && dev !== true && devOptional !== true,
    );
    expect(scripted.map(([path]) => path)).toStrictEqual([]);
  });

  it('are under permissive licences', async () => {
    const ours = (await locked()).filter(([, { dev, devOptional }]) => dev !== true && devOptional !== true);
    expect(ours.filter(([, { license = 'none' }]) => !PERMISSIVE.test(license))).toStrictEqual([]);
  });
});

describe('the bill of materials', () => {
  it('lists what every user installs, and what is built in', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', join(root, 'scripts', 'sbom.ts')],
      {
        cwd: root,
        maxBuffer: 100_000_000,
      },
    );
    const { components, dependencies } = JSON.parse(stdout) as BillOfMaterials;
    const ours = (await locked()).filter(([, { dev, devOptional }]) => dev !== true && devOptional !== true);
    const installed = ours.map(([path, { version }]) => `${path.replace(/^.*node_modules\//, '')}@${version}`);
    const builtIn = bundledPackages(await readFile(join(root, 'NOTICE'), 'utf8')).map(
      ({ name, version }) => `${name}@${version}`,
    );
    expect(builtIn.length).toBeGreaterThan(0);
    expect(components.map(({ name, version }) => `${name}@${version}`).sort()).toStrictEqual(
      [...new Set([...installed, ...builtIn])].sort(),
    );
    const refs = new Set(components.map((component) => component['bom-ref']));
    expect(dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !refs.has(ref))).toStrictEqual([]);
  });

  it.each<[string, Parameters<typeof publishedMaterials>]>([
    ['a run-time dependency', [bill(['root', []]), ['a'], []]],
    ['what one depends on', [bill(['root', ['a@1']], ['a@1', ['b@1']]), ['a'], []]],
    ['what is built in', [bill(['root', ['a@1']], ['a@1', []]), ['a'], [{ name: 'b', version: '1' }]]],
  ])('is none without %s', (_name, input) => {
    expect(() => publishedMaterials(...input)).toThrow(/installed/i);
  });
});

/** With a component for each that depends on something, or might. */
function bill(...graph: readonly (readonly [ref: string, dependsOn: readonly string[]])[]): BillOfMaterials {
  const names = graph.map(([ref]) => ref).filter((ref) => ref !== 'root');
  return {
    metadata: { component: { 'bom-ref': 'root' } },
    components: names.map((ref) => ({ 'bom-ref': ref, name: ref.slice(0, -2), version: ref.slice(-1) })),
    dependencies: graph.map(([ref, dependsOn]) => ({ ref, dependsOn })),
  };
}

describe('the lock file', () => {
  it('takes all packages from one place, each with its digest', async () => {
    const packages = await locked();
    // Absent where the lock file leaves the registry to whoever installs.
    const origins = new Set(
      packages.flatMap(([, { resolved }]) => (resolved === undefined ? [] : [originOf(resolved)])),
    );
    expect(origins.size).toBeLessThanOrEqual(1);
    for (const origin of origins) expect(origin).toMatch(/^https:/);
    const unproven = packages.filter(
      ([, { integrity, link }]) => link !== true && !(integrity ?? '').startsWith('sha512-'),
    );
    // A package within a package's own tarball is covered by that one's digest.
    expect(unproven.filter(([, entry]) => !('inBundle' in entry)).map(([path]) => path)).toStrictEqual([]);
  });

  it('has no dependency on a branch, a file or an address', async () => {
    const direct = (await locked()).flatMap(([path, { dependencies = {} }]) =>
      Object.entries(dependencies)
        .filter(([, range]) => /^(?:git|http|file|link|github)|\//.test(range.replace(/^npm:@?[\w./-]+@/, '')))
        .map(([name, range]) => `${path}: ${name}@${range}`),
    );
    expect(direct).toStrictEqual([]);
  });

  it('has nothing under GPL or AGPL, in development neither', async () => {
    const names = await Promise.all(
      (await locked()).map(async ([path, { license }]) => {
        // Old packages do not tell the lock file; their own manifests do. A binary of another platform is not installed.
        const told = license ?? (await licenseOf(path));
        return `${path}: ${told}`;
      }),
    );
    expect(
      names.filter((name) => /GPL/i.test(name) && !/\((?:.* OR )?(?:MIT|Apache-2\.0|BSD).*\)/.test(name)),
    ).toStrictEqual([]);
    expect(names.filter((name) => name.endsWith(': unknown'))).toStrictEqual([]);
  });
});

/** Without its path: the address of a registry is nobody's business here. */
function originOf(address: string): string {
  return new URL(address).origin;
}

async function licenseOf(path: string): Promise<string> {
  try {
    const manifest = JSON.parse(await readFile(join(root, path, 'package.json'), 'utf8')) as {
      readonly license?: unknown;
      readonly licenses?: unknown;
    };
    return JSON.stringify(manifest.license ?? manifest.licenses ?? 'unknown');
  } catch {
    return 'not installed here';
  }
}
