export { countFindings } from './count-findings.ts';
export type { CountFindingsOptions, FindingCounts, ResourceTypeCounts } from './count-findings.ts';
export { getFinding } from './get-finding.ts';
export type { GetFindingOptions } from './get-finding.ts';
export { iterateActiveFindings, iterateFindings } from './iterate-findings.ts';
export type { IterateFindingsOptions } from './iterate-findings.ts';
