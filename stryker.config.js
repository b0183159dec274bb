/** Read by scripts/mutate.ts (`npm run mutate`), which says what to mutate. */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // The tests don't check types, and one of them compares a generated file byte for byte.
  disableTypeChecks: false,
  // Tables and constants, made once while a module is loaded: a mutant there would need a process of its own.
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 30_000,
  reporters: ['clear-text', 'json', 'html', 'progress-append-only'],
  htmlReporter: { fileName: 'reports/mutation/latest.html' },
  jsonReporter: { fileName: 'reports/mutation/latest.json' },
  tempDirName: 'reports/.stryker',
};
