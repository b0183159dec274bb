export type { Analyzer, AnalyzerAccess, AnalyzerRef, AnalyzerStatus, AnalyzerType, ZoneOfTrust } from './analyzer.ts';
export type { ArchiveRule, Criterion, CriterionInput, CriterionValue, Filter, FilterInput } from './archive-rule.ts';
export { describeCondition } from './describe-condition.ts';
export { describePrincipal } from './describe-principal.ts';
export type { ConditionDescription, PrincipalDescription } from './descriptions.ts';
export { EVIDENCE_SCHEMA, UNKNOWN_ACCOUNT } from './evidence.ts';
export type {
  ActiveExternalCounts,
  AnalyzerEvidence,
  ArchivedCounts,
  Evidence,
  EvidenceCounts,
  OrganizationScope,
  RegionEvidence,
  Scope,
  SuppressedEvidence,
} from './evidence.ts';
export { evidenceFromFindings } from './evidence-from-findings.ts';
export type { EvidenceFromFindingsOptions } from './evidence-from-findings.ts';
export { RESOURCE_TYPES } from './finding.ts';
export type {
  AccessGrant,
  ExternalAccessFinding,
  Finding,
  FindingCommon,
  FindingSource,
  FindingStatus,
  FindingType,
  InternalAccessFinding,
  KnownResourceType,
  ResourceControlPolicyRestriction,
  ResourceType,
  ServiceControlPolicyRestriction,
  UnknownFinding,
  UnusedIamRoleDetails,
  UnusedIamRoleFinding,
  UnusedIamUserAccessKeyDetails,
  UnusedIamUserAccessKeyFinding,
  UnusedIamUserPasswordDetails,
  UnusedIamUserPasswordFinding,
  UnusedPermissionDetails,
  UnusedPermissionFinding,
} from './finding.ts';
export { mergeEvidence } from './merge-evidence.ts';
export type { Open } from './open.ts';
export { parseEvidence } from './parse-evidence.ts';
export { parseFindings } from './parse-findings.ts';
export { requiredPermissions } from './required-permissions.ts';
export { toAnalyzer } from './to-analyzer.ts';
export { toFinding } from './to-finding.ts';
export type { ToFindingOptions } from './to-finding.ts';
