import fc from 'fast-check';

// A thousand runs of a property against each of thousands of mutants would take days; what no short run kills is looked at.
// eslint-disable-next-line @typescript-eslint/no-deprecated -- What replaces it cannot be set for all properties at once.
fc.configureGlobal({ interruptAfterTimeLimit: 100 });
