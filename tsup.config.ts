import { defineConfig } from 'tsup';
import { entriesOf, readManifest } from './scripts/lib/entries.ts';
import { fewChunks } from './scripts/lib/few-chunks.ts';

/** package.json is the one list of entry points. */
const entries = entriesOf(await readManifest(import.meta.dirname));

export default defineConfig({
  entry: Object.fromEntries(entries.map(({ source, js }) => [js.replace(/^dist\/(.*)\.js$/, '$1'), source])),
  format: ['esm'],
  target: 'es2023',
  platform: 'node',
  // Shared chunks, so that a class, table or symbol exists once however many entry points are loaded.
  splitting: true,
  esbuildPlugins: [fewChunks(import.meta.dirname, entries)],
  // The few parts of valibot that are used, rather than one file with all of it at each start; see NOTICE.
  noExternal: ['valibot'],
  // 'node:crypto' is Node's; 'crypto' could be a package.
  removeNodeProtocol: false,
  // As readable as the source, so that a stack trace needs no source map.
  minify: false,
  sourcemap: false,
  clean: true,
  // tsup sets `baseUrl`, which TypeScript 6 deprecates.
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
});
