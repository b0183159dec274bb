/** The folders of src/ whose mutants are tried, with the tests that hold them and are fast enough to be run against each mutant. */
export const MUTATED_FOLDERS: Readonly<Record<string, readonly string[]>> = {
  evaluate: ['unit/evaluate/**', 'properties/{accesses,diff,evaluate-laws,identities}'],
  evidence: ['unit/evidence/**', 'integration/evidence-*'],
  findings: [
    'unit/findings/**',
    'properties/archive-findings',
    'integration/{archive-findings,partition,partition-requests,reading-lean}',
  ],
  'archive-rules': ['unit/archive-rules/**', 'properties/{,sync-}archive-rules', 'integration/{,sync-}archive-rules'],
  'access-levels': ['unit/access-levels/**', 'properties/access-levels'],
};
