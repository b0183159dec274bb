export { collectEvidence } from './collect-evidence.ts';
export type { CollectEvidenceOptions } from './collect-evidence-options.ts';
export { iterateEvidence } from './iterate-evidence.ts';
export type { IterateEvidenceOptions } from './iterate-evidence.ts';
export type { CollectEvidenceProgress, RegionProgress, RegionsProgress } from './progress.ts';
