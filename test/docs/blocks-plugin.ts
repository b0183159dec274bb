import { basename, dirname, resolve } from 'node:path';
import type { Plugin } from 'vitest/config';

/** Gives the test runner each block of the documents as a module that can be imported by its path. */
export function documentBlocks(): Plugin {
  const folder = resolve(import.meta.dirname, 'blocks');
  // Read when the first block is asked for: most runs of the tests ask for none.
  let modules: Promise<ReadonlyMap<string, string>> | undefined;
  const read = async (): Promise<ReadonlyMap<string, string>> => {
    const { readBlockModules } = await import('./block-modules.ts');
    return new Map((await readBlockModules()).map(({ path, text }) => [path, text]));
  };
  return {
    name: 'document-blocks',
    enforce: 'pre',
    resolveId(source, importer) {
      const near = source.startsWith('./') && importer !== undefined && dirname(importer) === folder;
      if (near) return resolve(folder, source);
      return dirname(source) === folder || source.startsWith('/test/docs/blocks/')
        ? resolve(folder, basename(source))
        : undefined;
    },
    async load(id) {
      if (dirname(id) !== folder) return undefined;
      modules ??= read();
      return (await modules).get(id);
    },
  };
}
