export type { WatchChange, WatchedAccess, WatchedAnalyzer, WatchedRegion } from './watch-change.ts';
export { watchFindings } from './watch-findings.ts';
export type { WatchFindingsOptions, WatchPass } from './watch-findings.ts';
