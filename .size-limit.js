import { readFile } from 'node:fs/promises';

/**
 * What an import costs without the SDK, minified and gzipped: a bundler's tree-shaking is what is measured, so an entry stands
 * for a use. Everything else that is shipped counts, valibot's part too. The access-level table (one string) is measured apart:
 * it is data, it compresses to some 85 kB, and whoever classifies actions needs all of it.
 */
const SDK = ['@aws-sdk/*', '@smithy/*'];

/** Leaves the table's text out, and nothing else. */
const withoutTable = {
  name: 'without-table',
  setup(build) {
    build.onLoad({ filter: /[\\/]dist[\\/].*\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { contents: text.replace(/(\bACCESS_LEVEL_LINES\b[^`;]*= )`[^`]*`/, '$1""'), loader: 'js' };
    });
  },
};

const forNode = (config) => ({ ...config, platform: 'node' });
const forNodeWithoutTable = (config) => ({
  ...forNode(config),
  plugins: [...(config.plugins ?? []), withoutTable],
});

const measured = (name, path, names, limit) => ({
  name: `${name}, without the table`,
  path,
  import: names,
  limit,
  gzip: true,
  ignore: SDK,
  modifyEsbuildConfig: forNodeWithoutTable,
});

export default [
  measured('the guard of errors alone', 'dist/index.js', '{ isAccessAnalyzerKitError }', '4 kB'),
  measured('classifying actions', 'dist/pure.js', '{ classifyAccessLevel }', '6 kB'),
  measured('reaching AWS', 'dist/index.js', '{ createClients, listRegions, listAnalyzers }', '16 kB'),
  measured(
    'reading findings',
    'dist/index.js',
    '{ createClients, listRegions, listAnalyzers, iterateFindings }',
    '23 kB',
  ),
  measured('judging', 'dist/pure.js', '{ evaluate }', '25 kB'),
  measured('the main job', 'dist/index.js', '{ createClients, collectEvidence, evaluate, toSummary }', '50 kB'),
  measured('everything in the root', 'dist/index.js', '*', '90 kB'),
  {
    name: 'everything in the root, with the table',
    path: 'dist/index.js',
    import: '*',
    limit: '175 kB',
    gzip: true,
    ignore: SDK,
    modifyEsbuildConfig: forNode,
  },
];
