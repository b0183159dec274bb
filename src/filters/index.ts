export { canHidePublic } from './can-hide-public.ts';
export type { CanHidePublicOptions } from './can-hide-public.ts';
export { canonicalFilter, equalFilters } from './equal-filters.ts';
export { FILTER_KEYS, filterKey } from './filter-key.ts';
export type { FilterKey, FilterUse } from './filter-key.ts';
export { matchesFilter, matchFilter } from './match-filter.ts';
export type { FilterMatch, MatchFilterOptions } from './match-filter.ts';
export { MAX_CRITERION_VALUES, normalizeFilter } from './normalize-filter.ts';
export type { NormalizeFilterOptions } from './normalize-filter.ts';
