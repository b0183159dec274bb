export { listArchiveRules } from './list-archive-rules.ts';
export type { ListArchiveRulesOptions } from './list-archive-rules.ts';
