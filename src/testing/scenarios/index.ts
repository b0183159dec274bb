export { cleanScenario, externalAnalyzer } from './clean.ts';
export type { CleanScenarioOptions } from './clean.ts';
export { DEFAULT_REGIONS, OPT_IN_REGIONS } from './default-regions.ts';
export { errorFinding, externalFinding, publicFinding } from './external-finding.ts';
export { manyFindings } from './many-findings.ts';
export type { ManyFindingsSpread } from './many-findings.ts';
export { resourceSample } from './resource-samples.ts';
export type { ResourcePlace, ResourceSample } from './resource-samples.ts';
