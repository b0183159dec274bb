export { canHidePublic } from './can-hide-public.ts';
export type { CanHidePublicOptions } from './can-hide-public.ts';
export { canonicalFilter, equalFilters } from './equal-filters.ts';
export { FILTER_KEYS, filterKey } from './filter-key.ts';
export type { FilterKey, FilterUse } from './filter-key.ts';
export { filterSubsumes } from './filter-subsumes.ts';
export type {
  ArchiveRuleInput,
  Diagnostic,
  DiagnosticCode,
  DiagnosticSeverity,
  LintArchiveRuleContext,
} from './lint/diagnostic.ts';
export { lintArchiveRule } from './lint/lint-archive-rule.ts';
export type { AbsentUnderNeq } from './match-criterion.ts';
export { matchesFilter, matchFilter } from './match-filter.ts';
export type { MatchFilterOptions } from './match-filter.ts';
export { mayBePublic } from './may-be-public.ts';
export { MAX_CRITERION_VALUES, normalizeFilter } from './normalize-filter.ts';
export type { NormalizeFilterOptions } from './normalize-filter.ts';
export { previewArchiveRule } from './preview-archive-rule.ts';
export type { ArchiveRulePreview } from './preview-archive-rule.ts';
export { refuseHidingPublicFilter, refuseHidingPublicFindings } from './refuse-hiding-public.ts';
export type { RefuseHidingPublicFilterOptions, RefuseHidingPublicOptions } from './refuse-hiding-public.ts';
export type { FilterMatch } from './three-valued.ts';
export { filterFromCliJson, filterToCliJson } from './convert/cli-json.ts';
export { archiveRulesFromCloudFormation, archiveRulesToCloudFormation } from './convert/cloudformation.ts';
export type { CloudFormationArchiveRule, CloudFormationFilter } from './convert/cloudformation.ts';
export { archiveRulesFromTerraform, archiveRuleToTerraform } from './convert/terraform.ts';
export type { ArchiveRuleToTerraformOptions, TerraformArchiveRule } from './convert/terraform.ts';
