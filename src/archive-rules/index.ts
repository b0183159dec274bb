export { applyArchiveRule } from './apply-archive-rule.ts';
export type {
  AppliedArchiveRule,
  ArchiveRuleChange,
  ArchiveRuleDeletion,
  ArchiveRuleEffect,
  ArchiveRuleWriteOptions,
} from './archive-rule-change.ts';
export { ArchiveRuleConflictError } from './archive-rule-conflict-error.ts';
export type { ArchivedFinding } from './archived-finding.ts';
export { createArchiveRule } from './create-archive-rule.ts';
export { deleteArchiveRule } from './delete-archive-rule.ts';
export { getArchiveRule } from './get-archive-rule.ts';
export type { GetArchiveRuleOptions } from './get-archive-rule.ts';
export { IncompleteChangeError } from './incomplete-change-error.ts';
export { listArchiveRules } from './list-archive-rules.ts';
export type { ListArchiveRulesOptions } from './list-archive-rules.ts';
export type {
  ApplyArchiveRuleInput,
  ArchiveRuleContent,
  ArchiveRuleRef,
  DeleteArchiveRuleInput,
} from './rule-input.ts';
export { updateArchiveRule } from './update-archive-rule.ts';
export type { ArchiveRulePlanItem } from './plan-archive-rules.ts';
export { IncompleteSyncError, syncArchiveRules } from './sync-archive-rules.ts';
export type { ArchiveRulePlan, ArchiveRuleSyncItem, SyncArchiveRulesOptions } from './sync-archive-rules.ts';
