/**
 * Many accounts: plan an audit as tasks that are done anywhere, assume a role in each account, go on after a kill, and join the
 * evidence.
 *
 * @packageDocumentation
 * @module access-analyzer-kit/fleet
 */
export { assumeRoles } from './assume-roles.ts';
export type { AssumeRolesOptions } from './assume-roles.ts';
export { AUDIT_TASK_SCHEMA, parseAuditTask } from './audit-task.ts';
export type { AuditTask, ReadingOptions } from './audit-task.ts';
export type { Checkpoint, CheckpointProblem } from './checkpoint/checkpoint.ts';
export { collectFleetEvidence } from './collect-fleet-evidence.ts';
export type { CollectFleetEvidenceOptions, FleetSummary } from './collect-fleet-evidence-options.ts';
export { estimateAudit } from './estimate-audit.ts';
export type { AuditEstimate, EstimateAuditOptions } from './estimate-audit.ts';
export type { FleetCheckpointProblem, FleetPlanned, FleetProgress, FleetTaskDone } from './fleet-progress.ts';
export { isWorthRetrying } from './is-finished.ts';
export { listAccounts } from './list-accounts.ts';
export type { ListAccountsOptions, Organization, OrganizationsClientLike } from './list-accounts.ts';
export { mergeAudit } from './merge-audit.ts';
export type { MergeAuditOptions } from './merge-audit.ts';
export { planAudit } from './plan-audit.ts';
export type { PlanAuditOptions } from './plan-audit.ts';
export type { RoleChoice } from './role-arn.ts';
export { runAuditTask } from './run-audit-task.ts';
export type { ClientsFor, RunAuditTaskOptions } from './run-audit-task.ts';
export { withOrganization } from './with-organization.ts';
