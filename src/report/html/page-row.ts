import type { Access } from '../../evaluate/verdict.ts';
import { planRemediation } from '../../remediation/plan-remediation.ts';
import type { RemediationStep } from '../../remediation/remediation-plan.ts';
import type { ExternalAccessFinding } from '../../model/finding.ts';
import { sortedUnique } from '../../model/compare.ts';
import { conditionTexts, publicText, regionsOf, sourceTexts } from '../access-text.ts';
import { visible } from './html-text.ts';

/** One access as the page's table shows, sorts and filters it. Every text is safe to show; the script sets it as text, never as HTML. */
export interface PageRow {
  readonly id: string;
  readonly severity: string;
  readonly status: string;
  readonly resource: string;
  readonly type: string;
  readonly principal: string;
  readonly levels: readonly string[];
  readonly public: 'true' | 'false' | 'unknown';
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly age?: number;
  readonly conditions: readonly string[];
  readonly actions: readonly string[];
}

/** What the page shows of one access when somebody opens it. */
export interface PageDetails {
  readonly owner?: string;
  readonly firstSeen?: string;
  readonly updatedAt?: string;
  readonly fingerprint: string;
  readonly unknownActions: readonly string[];
  readonly sources: readonly string[];
  readonly restriction?: string;
  readonly why: readonly string[];
  readonly sightings: readonly string[];
  readonly plan?: PagePlan;
}

/** What to do about an access. */
export interface PagePlan {
  readonly exposure: string;
  readonly warnings: readonly string[];
  readonly consoleUrl?: string;
  readonly steps: readonly PageStep[];
  readonly alternatives: readonly PageStep[];
  readonly undo: readonly PageStep[];
  readonly rescan: readonly PageStep[];
  readonly rescanNotes: readonly string[];
  readonly accept: PageAcceptance;
}

/** How to accept access that is meant to be. */
export interface PageAcceptance {
  /** The archive rule as JSON; or why there is none. */
  readonly rule?: string;
  readonly noRule?: string;
  readonly notes: readonly string[];
  readonly steps: readonly PageStep[];
  readonly undo: readonly PageStep[];
}

/** One thing to do, with its command line where there is one. */
export interface PageStep {
  readonly text: string;
  readonly line?: string;
  /** Shell variables that the line wants to be set before. */
  readonly variables?: readonly string[];
}

/** Makes the row. */
export function toPageRow(access: Access): PageRow {
  return {
    id: access.accessId,
    severity: access.risk.severity,
    status: visible(access.status),
    resource: visible(access.resource ?? '(no resource named)'),
    type: visible(access.resourceType),
    principal: visible(access.principal.text),
    levels: access.levels.length === 0 ? ['Unknown'] : access.levels,
    public: publicText(access),
    accounts: sortedUnique(access.sightings.map(({ account }) => account)).map(visible),
    regions: regionsOf(access).map(visible),
    ...(access.ageDays === undefined ? {} : { age: access.ageDays }),
    conditions: conditionTexts(access).map(visible),
    actions: access.actions.map(visible),
  };
}

/** Makes what is shown when the row is opened, with the plan when wanted. */
export function toPageDetails(access: Access, { withPlan }: { readonly withPlan: boolean }): PageDetails {
  const { firstSeen, resourceControlPolicyRestriction, resourceOwnerAccount, updatedAt } = access;
  return {
    ...(resourceOwnerAccount === undefined ? {} : { owner: visible(resourceOwnerAccount) }),
    ...(firstSeen === undefined ? {} : { firstSeen: visible(firstSeen) }),
    ...(updatedAt === undefined ? {} : { updatedAt: visible(updatedAt) }),
    fingerprint: access.fingerprint,
    unknownActions: access.unknownActions.map(visible),
    sources: sourceTexts(access).map(visible),
    ...(resourceControlPolicyRestriction === undefined
      ? {}
      : { restriction: visible(resourceControlPolicyRestriction) }),
    why: access.risk.reasons.map(visible),
    sightings: access.sightings.map(sightingText),
    ...(withPlan ? { plan: planOf(access) } : {}),
  };
}

function sightingText({ analyzer, excused, region, status }: Access['sightings'][number]): string {
  const excuse =
    excused === undefined ? '' : `, excused by ${excused.owner} until ${excused.expires}: ${excused.reason}`;
  return visible(`${status} in ${region} by ${analyzer}${excuse}`);
}

function planOf(access: Access): PagePlan {
  const sighting = access.sightings.find(({ status }) => status === 'ACTIVE') ?? access.sightings[0];
  const { exposure, intended, rescan, unintended, warnings } = planRemediation(toFinding(access), {
    analyzer: sighting?.analyzer,
    region: sighting?.region,
    regions: regionsOf(access),
  });
  const { archiveRule, diagnostics, reason } = intended;
  return {
    exposure: visible(exposure),
    warnings: warnings.map(visible),
    ...(unintended.consoleUrl === undefined ? {} : { consoleUrl: unintended.consoleUrl }),
    steps: unintended.steps.map(toPageStep),
    alternatives: unintended.alternatives.map(toPageStep),
    undo: unintended.undo.map(toPageStep),
    rescan: (rescan?.steps ?? []).map(toPageStep),
    rescanNotes: (rescan?.notes ?? []).map(visible),
    accept: {
      ...(archiveRule === undefined ? {} : { rule: visible(JSON.stringify(archiveRule)) }),
      ...(reason === undefined ? {} : { noRule: visible(reason) }),
      notes: diagnostics.map(({ message }) => visible(message)),
      steps: intended.steps.map(toPageStep),
      undo: intended.undo.map(toPageStep),
    },
  };
}

function toPageStep({ cli, description }: RemediationStep): PageStep {
  return {
    text: visible(description),
    ...(cli === undefined ? {} : { line: visible(cli.line) }),
    ...(cli === undefined || cli.variables.length === 0 ? {} : { variables: cli.variables.map(visible) }),
  };
}

/** The finding that the plan is made from: an access holds all that a finding says of it. */
function toFinding(access: Access): ExternalAccessFinding {
  const { awsPrincipal, conditions, isPublic, resource, resourceOwnerAccount, sightings } = access;
  return {
    findingType: 'ExternalAccess',
    id: sightings[0]?.findingId ?? access.accessId,
    ...(resource === undefined ? {} : { resource }),
    resourceType: access.resourceType,
    ...(resourceOwnerAccount === undefined ? {} : { resourceOwnerAccount }),
    status: 'ACTIVE',
    principal: awsPrincipal,
    action: access.actions,
    condition: Object.fromEntries(conditions.map(({ key, value }) => [key, value])),
    sources: access.sources,
    ...(isPublic === null ? {} : { isPublic }),
    ...(access.resourceControlPolicyRestriction === undefined
      ? {}
      : { resourceControlPolicyRestriction: access.resourceControlPolicyRestriction }),
  };
}
