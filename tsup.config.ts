import { readFileSync } from 'node:fs';
import { defineConfig } from 'tsup';

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}

const manifest = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as Manifest;

/** `./dist/testing/index.js` is built from `src/testing/index.ts`: package.json is the one list of entry points. */
const entry = Object.fromEntries(
  Object.values(manifest.exports)
    .filter((target) => typeof target === 'object')
    .map((target) => target.default.replace(/^\.\/dist\/(.*)\.js$/, '$1'))
    .map((name) => [name, `src/${name}.ts`]),
);

export default defineConfig({
  entry,
  format: ['esm'],
  target: 'es2023',
  platform: 'node',
  // Shared chunks, so that a class, table or symbol exists once however many entry points are loaded.
  splitting: true,
  // As readable as the source, so that a stack trace needs no source map.
  minify: false,
  sourcemap: false,
  clean: true,
  // tsup sets `baseUrl`, which TypeScript 6 deprecates.
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
});
