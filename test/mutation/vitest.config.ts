import type { ViteUserConfig } from 'vitest/config';
import { MUTATED_FOLDERS } from './folders.ts';

const tests = MUTATED_FOLDERS[process.env['MUTATED'] ?? ''] ?? Object.values(MUTATED_FOLDERS).flat();

const config: ViteUserConfig = {
  test: {
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    setupFiles: ['test/mutation/setup.ts'],
    testTimeout: 60_000,
    // One module graph for all files of a run: loading it costs more than most runs.
    isolate: false,
    include: tests.map((path) => `test/${path}${path.endsWith('**') ? '/*' : ''}.test.ts`),
  },
};

export default config;
