export { fanOut } from './fan-out.ts';
export type { FanOutContext, FanOutOptions } from './fan-out.ts';
export { listRegions } from './list-regions.ts';
export type { ListRegionsOptions, RegionList } from './list-regions.ts';
export type { Settled } from './settled.ts';
