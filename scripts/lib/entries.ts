import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The part of package.json that the checks read. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly files?: readonly string[];
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/** One entry point of the package. */
export interface Entry {
  /** As a consumer writes it: `access-analyzer-kit/evaluate`. */
  readonly specifier: string;
  /** `index` for the root, else the subpath: `evaluate`. */
  readonly name: string;
  /** What it is built from, relative to the repository: `src/pure.ts`. */
  readonly source: string;
  /** Relative to the package: `dist/pure.js`. */
  readonly js: string;
  /** Relative to the package: `dist/pure.d.ts`. */
  readonly dts: string;
}

/**
 * The subpaths that never reach the SDK, in code or in declarations. A name that package.json does not export yet is
 * no entry yet.
 */
export const PURE_ENTRIES: readonly string[] = ['evaluate', 'report', 'events', 'testing'];

/** package.json of a folder. */
export async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** The entry points that package.json lists, `./package.json` left out. */
export function entriesOf(manifest: Manifest): Entry[] {
  return Object.entries(manifest.exports).flatMap(([subpath, target]) =>
    typeof target === 'string'
      ? []
      : [
          {
            specifier: manifest.name + subpath.slice(1),
            name: subpath === '.' ? 'index' : subpath.slice(2),
            source: target.default.replace(/^\.\/dist\/(.*)\.js$/, 'src/$1.ts'),
            js: target.default.slice(2),
            dts: target.types.slice(2),
          },
        ],
  );
}
