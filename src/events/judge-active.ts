import { compileExceptions } from '../evaluate/exceptions.ts';
import type { PolicyException } from '../evaluate/policy.ts';
import { resolvePolicy, type PolicyInput } from '../evaluate/resolve-policy.ts';
import { isBelow } from '../evaluate/sighting.ts';
import { assessRisk } from '../risk/assess-risk.ts';
import type { FindingEvent } from './access-analyzer-event.ts';

/** Why a policy lets an active finding pass in silence; undefined when it does not. */
export type Silence =
  { readonly outcome: 'excused'; readonly excusedBy: PolicyException } | { readonly outcome: 'below-minimum-severity' };

/**
 * Makes the judgement of a policy's `exceptions` and `minimumSeverity`. Neither bears on what is not certainly an access: an
 * error finding, a status or a type that this release does not know. An exception's expiry is compared with the time of
 * the event, never with the clock; where the event has none, no exception holds.
 *
 * @throws {@link InvalidInputError} for a wrong policy.
 */
export function createActiveJudge(input: PolicyInput | undefined): (event: FindingEvent) => Silence | undefined {
  const policy = resolvePolicy(input);
  // Refuses a wrong filter now, not with the first event.
  compileExceptions(policy, undefined);
  return ({ finding, time }) => {
    if (finding.status !== 'ACTIVE' || finding.error !== undefined || finding.findingType === 'Unknown')
      return undefined;
    const excusedBy = finding.findingType === 'ExternalAccess' ? compileExceptions(policy, time)(finding) : undefined;
    if (excusedBy !== undefined) return { outcome: 'excused', excusedBy };
    return isBelow(assessRisk(finding).severity, policy.minimumSeverity)
      ? { outcome: 'below-minimum-severity' }
      : undefined;
  };
}
