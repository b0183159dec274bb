import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PURE_ENTRIES, type Entry } from './entries.ts';

/** What is used of esbuild's plugins, whose types belong to a package that only tsup depends on. */
interface Plugin {
  readonly name: string;
  setup(build: {
    onResolve(
      options: { filter: RegExp },
      resolve: (args: {
        kind: string;
        path: string;
        resolveDir: string;
      }) => { path: string; sideEffects: true } | undefined,
    ): void;
    onLoad(
      options: { filter: RegExp },
      load: (args: { path: string }) => Promise<{ contents: string; loader: 'ts' } | undefined>,
    ): void;
  }): void;
}

/**
 * esbuild makes a chunk for each set of entry points that have a module in common: thirty files for ten entry points, and to
 * find and open thirty files takes Node longer than to compile what is in them. So every entry point is made to reach
 * all of one core, whose modules then have one set and stand in one file: the pure ones what `evaluate` reaches, and
 * the others what the root reaches.
 */
export function fewChunks(root: string, entries: readonly Entry[]): Plugin {
  const sourceOf = (wanted: string): string =>
    resolve(root, entries.find(({ name }) => name === wanted)?.source ?? `no entry ${wanted}`);
  const cores = new Map<string, string>();
  for (const { name, source } of entries) {
    const core = name === 'index' || PURE_ENTRIES.includes(name) ? 'evaluate' : 'index';
    if (name !== core) cores.set(resolve(root, source), sourceOf(core));
  }
  return {
    name: 'few-chunks',
    setup(build) {
      // package.json says that modules have no side effects, upon which an import of no name is dropped.
      build.onResolve({ filter: /^\.\.?\/|^\// }, ({ kind, path, resolveDir }) =>
        kind !== 'entry-point' && resolveDir.startsWith(resolve(root, 'src'))
          ? { path: resolve(resolveDir, path), sideEffects: true }
          : undefined,
      );
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const core = cores.get(path);
        if (core === undefined) return undefined;
        return { contents: `import ${JSON.stringify(core)};\n${await readFile(path, 'utf8')}`, loader: 'ts' };
      });
    },
  };
}
