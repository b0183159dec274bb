export { rescanAll } from './rescan-all.ts';
export type { PlacedRescanTarget, RescanAllOptions } from './rescan-all.ts';
export { rescanAndAwait } from './rescan-and-await.ts';
export type { RescanOptions, RescanPoll } from './rescan-options.ts';
export { worstRescanResult } from './rescan-outcome.ts';
export type { FindingOutcome, RescanCause, RescanOutcome, RescanResult } from './rescan-outcome.ts';
export type { RescanTarget, SlowChange } from './rescan-target.ts';
export { rescanTargetsOf } from './rescan-targets-of.ts';
