import type { Finding } from '../model/finding.ts';
import { assessConditions } from './assess-conditions.ts';
import { assessAudience, type AssessedGrant, type RiskAudience } from './audience.ts';
import { assessLevel } from './assess-level.ts';
import { riskTable } from './risk-table.ts';
import { SEVERITIES, type RiskAssessment, type Severity } from './severity.ts';

/**
 * How bad the access of a finding is, whatever its status: the table {@link riskTable} by who has it and the most that
 * it allows, one step milder when a condition of {@link narrowingConditions} narrows it, public access never below
 * `high`. What AWS left out counts as the worst that it could plausibly be.
 *
 * Findings that are no access: an error finding is `info`, since it proves nothing either way; unused credentials and
 * roles are `low`, unused permissions `info`; a type that this release does not know is `critical`, as it may be anything.
 *
 * @example
 * ```ts
 * assessRisk(finding);
 * // { severity: 'medium', reasons: ['A principal of another account has access.', 'The most that it allows is Read.'] }
 * ```
 */
export function assessRisk(finding: Finding): RiskAssessment {
  if (finding.error !== undefined) {
    const reason = `AWS could not analyse the resource (${finding.error}): this proves nothing about access, neither that there is any nor that there is none.`;
    return { severity: 'info', reasons: [reason] };
  }
  switch (finding.findingType) {
    case 'ExternalAccess':
    case 'InternalAccess':
      return assessGrant(finding);
    case 'UnusedIAMRole':
    case 'UnusedIAMUserAccessKey':
    case 'UnusedIAMUserPassword':
      return { severity: 'low', reasons: ['Unused, so that nobody would miss it: no access by itself.'] };
    case 'UnusedPermission':
      return { severity: 'info', reasons: ['Permissions that nobody used: no access by itself.'] };
    default:
      return {
        severity: 'critical',
        reasons: ['This release does not know the type of the finding: counted as the worst.'],
      };
  }
}

/** How bad it is to grant this, error findings apart. It sees no more than the grant, so that equal grants can share the answer. */
export function assessGrant(grant: AssessedGrant): RiskAssessment {
  const { audience, reason: who, rests } = assessAudience(grant);
  const { level, reason: what } = assessLevel(grant.action);
  const conditions = assessConditions(grant.condition);
  const before = riskTable[audience][level];
  const counted = conditions.narrows && rests === 'on the principal';
  const severity = counted ? lower(before, audience) : before;
  const step = counted ? [effect(before, severity)] : conditions.narrows ? [COUNTED_ALREADY] : [];
  return { severity, reasons: [who, what, ...conditions.reasons, ...step, ...restrictions(grant)] };
}

const COUNTED_ALREADY =
  'That it is not public may rest on this condition: it is counted with that and lowers nothing more.';

/** One step milder, public access never below `high`. */
function lower(severity: Severity, audience: RiskAudience): Severity {
  const milder = SEVERITIES[SEVERITIES.indexOf(severity) + 1] ?? severity;
  const floor = audience === 'public' ? SEVERITIES.indexOf('high') : SEVERITIES.length - 1;
  return SEVERITIES.indexOf(milder) > floor ? severity : milder;
}

function effect(before: Severity, after: Severity): string {
  return before === after
    ? `It stays ${before}: public access is never below high.`
    : `One step from ${before} to ${after}; AWS does not return the operator, so never more.`;
}

/** A resource control policy that AWS did not evaluate may close the access, but nobody knows: it lowers nothing. */
function restrictions({ resourceControlPolicyRestriction: restriction }: AssessedGrant): string[] {
  return restriction === 'APPLICABLE' || restriction === 'FAILED_TO_EVALUATE_RCP'
    ? ['A resource control policy may restrict it; AWS did not evaluate it, so it lowers nothing.']
    : [];
}
