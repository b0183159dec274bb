import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { entriesOf, readManifest } from './scripts/lib/entries.ts';
import { documentBlocks } from './test/docs/blocks-plugin.ts';

/** Examples import the package by its name; here that is its source, so that nothing has to be built before a test. */
const entries = entriesOf(await readManifest(import.meta.dirname));
const alias = entries.map(({ specifier, source }) => ({
  find: new RegExp(`^${specifier}$`),
  replacement: join(import.meta.dirname, source),
}));

// How this machine reaches AWS is no business of a test, nor of a program that a test starts.
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);

export default defineConfig({
  test: {
    // One number for laptops and for CI machines of two cores.
    maxWorkers: 2,
    // A property of a thousand runs takes seconds on a busy machine; a test that hangs still ends.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes in its own time on a busy machine, not in a second.
    expect: { poll: { timeout: 30_000 } },
    env: {
      AWS_CONFIG_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    },
    // BullMQ 5 leaves the promise of a command that waits for work unhandled when its connection is closed at the wrong moment. That
    // one error of Redis's client, in the tests that have a queue and no others, is no failure of a test.
    onUnhandledError: (error) => {
      const { message, stack, VITEST_TEST_PATH: path = '' } = error as Error & { readonly VITEST_TEST_PATH?: string };
      const isOfQueue = /[\\/](integration[\\/]bullmq|docs[\\/][\w-]+)\.test\.ts$/.test(path);
      return !(isOfQueue && message === 'Connection is closed.' && stack?.includes('/ioredis/') === true);
    },
    coverage: {
      provider: 'v8',
      include: ['src/**'],
      exclude: ['src/**/index.ts'],
      reporter: ['text-summary', 'html', 'json-summary'],
    },
    projects: [
      {
        extends: true,
        resolve: { alias },
        test: {
          name: 'source',
          setupFiles: ['test/helpers/fixed-seed.ts'],
          include: ['test/{unit,integration,properties,browser,fuzz,security}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        resolve: { alias },
        plugins: [documentBlocks()],
        test: {
          name: 'docs',
          include: ['test/docs/**/*.test.ts'],
          // One program of the compiler over every block; an example that waits for AWS waits in earnest.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          // Hundreds of draws to a test: each has a limit of its own, by its own clock.
          testTimeout: 1_200_000,
          env: { AWS_REGION: 'us-east-1' },
        },
      },
      {
        extends: true,
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ['test/types/**/*.test-d.ts'],
            tsconfig: 'test/types/tsconfig.json',
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          // Packs once for all files; installs and compiles as a consumer does.
          globalSetup: ['test/package/pack.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
