import fc, { type RunDetails } from 'fast-check';

fc.configureGlobal({
  // A thousand runs of a property against each of thousands of mutants would take days; what no short run kills is looked at.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- What replaces it cannot be set for all properties at once.
  interruptAfterTimeLimit: 100,
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- As above.
  reporter: (run: RunDetails<unknown>) => {
    // Nothing was run in time on a busy machine: that says nothing of the mutant, which fast-check would call a failure.
    if (!run.failed || (run.interrupted && run.numRuns === 0)) return;
    throw new Error(fc.defaultReportMessage(run), { cause: run.errorInstance });
  },
});
