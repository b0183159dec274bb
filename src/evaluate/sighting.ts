import type { ExternalAccessFinding } from '../model/finding.ts';
import { SEVERITIES, type Severity } from '../risk/severity.ts';
import type { Excuse } from './exceptions.ts';
import type { GrantReader, GrantReading } from './grant-reader.ts';
import type { Policy, PolicyException } from './policy.ts';
import type { Tally } from './tally.ts';

/** One external access finding where it was seen, and what the policy makes of it. */
export interface JudgedSighting {
  readonly tally: Tally;
  readonly finding: ExternalAccessFinding;
  /** ACTIVE, and of an analyzer whose findings count. */
  readonly open: boolean;
  readonly excusedBy: PolicyException | undefined;
  /** Open, not excused, not below the minimum severity: said even by a policy that does not judge access. */
  readonly counts: boolean;
  /** Whether it makes the verdict FAIL: it counts, and the policy judges access. */
  readonly fails: boolean;
  readonly grant: GrantReading;
}

/**
 * Judges the findings of one analyzer. Where only counts were kept nothing is excused: an exception needs to see the
 * finding, and those that were counted cannot be seen.
 */
export function judgeSightings(tally: Tally, policy: Policy, excuse: Excuse, grants: GrantReader): JudgedSighting[] {
  const counted = countsHere(tally, policy);
  const canExcuse = tally.evidence.detail === 'findings';
  return tally.external.map((finding) => {
    const grant = grants.readGrant(finding);
    const open = finding.status === 'ACTIVE' && counted;
    const excusedBy = open && canExcuse ? excuse(finding) : undefined;
    const low = canExcuse && isBelow(grant.risk.severity, policy.minimumSeverity);
    const counts = open && excusedBy === undefined && !low;
    return { tally, finding, open, excusedBy, grant, counts, fails: counts && policy.activeFindings === 'FAIL' };
  });
}

/** Whether the policy counts the findings of an analyzer in this status. */
export function countsHere(tally: Tally, policy: Policy): boolean {
  return policy.inactiveAnalyzerFindings || tally.evidence.analyzer.status === 'ACTIVE';
}

/** Whether a severity is milder than the least that counts. */
export function isBelow(severity: Severity, minimum: Severity | undefined): boolean {
  return minimum !== undefined && SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(minimum);
}
