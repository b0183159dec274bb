import type { Access } from '../../evaluate/verdict.ts';
import { planRemediation } from '../../remediation/plan-remediation.ts';
import type { RemediationStep } from '../../remediation/remediation-plan.ts';
import type { ExternalAccessFinding } from '../../model/finding.ts';
import { conditionTexts, publicText, regionsOf, sourceTexts } from '../access-text.ts';
import { visible } from './html-text.ts';

/** One access as the page's script gets it. Every text is safe to show; the script sets it as text, never as HTML. */
export interface PageRow {
  readonly id: string;
  readonly severity: string;
  readonly status: string;
  readonly fails: boolean;
  readonly resource: string;
  readonly type: string;
  readonly principal: string;
  readonly levels: readonly string[];
  readonly public: 'true' | 'false' | 'unknown';
  readonly regions: readonly string[];
  readonly age?: number;
  readonly firstSeen?: string;
  readonly updatedAt?: string;
  readonly conditions: readonly string[];
  readonly actions: readonly string[];
  readonly sources: readonly string[];
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
  readonly undo: readonly PageStep[];
  readonly rescan: readonly PageStep[];
  /** The archive rule for access that is meant to be, as JSON; or why there is none. */
  readonly rule?: string;
  readonly noRule?: string;
}

/** One thing to do, with its command line where there is one. */
export interface PageStep {
  readonly text: string;
  readonly line?: string;
}

/** Makes the row, with the plan when wanted. */
export function toPageRow(access: Access, { withPlan }: { readonly withPlan: boolean }): PageRow {
  return {
    id: access.accessId,
    severity: access.risk.severity,
    status: access.status,
    fails: access.fails,
    resource: visible(access.resource ?? '(no resource named)'),
    type: visible(access.resourceType),
    principal: visible(access.principal.text),
    levels: access.levels.length === 0 ? ['Unknown'] : access.levels,
    public: publicText(access),
    regions: regionsOf(access).map(visible),
    ...(access.ageDays === undefined ? {} : { age: access.ageDays }),
    ...(access.firstSeen === undefined ? {} : { firstSeen: access.firstSeen }),
    ...(access.updatedAt === undefined ? {} : { updatedAt: access.updatedAt }),
    conditions: conditionTexts(access).map(visible),
    actions: access.actions.map(visible),
    sources: sourceTexts(access).map(visible),
    why: access.risk.reasons.map(visible),
    sightings: access.sightings.map(({ analyzer, region, status }) => visible(`${status} in ${region} by ${analyzer}`)),
    ...(withPlan ? { plan: planOf(access) } : {}),
  };
}

function planOf(access: Access): PagePlan {
  const sighting = access.sightings.find(({ status }) => status === 'ACTIVE') ?? access.sightings[0];
  const { exposure, intended, rescan, unintended, warnings } = planRemediation(toFinding(access), {
    analyzer: sighting?.analyzer,
    region: sighting?.region,
    regions: regionsOf(access),
  });
  const { archiveRule, reason } = intended;
  return {
    exposure: visible(exposure),
    warnings: warnings.map(visible),
    ...(unintended.consoleUrl === undefined ? {} : { consoleUrl: unintended.consoleUrl }),
    steps: unintended.steps.map(toPageStep),
    undo: unintended.undo.map(toPageStep),
    rescan: (rescan?.steps ?? []).map(toPageStep),
    ...(archiveRule === undefined ? {} : { rule: visible(JSON.stringify(archiveRule)) }),
    ...(reason === undefined ? {} : { noRule: visible(reason) }),
  };
}

function toPageStep({ cli, description }: RemediationStep): PageStep {
  return { text: visible(description), ...(cli === undefined ? {} : { line: cli.line }) };
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
