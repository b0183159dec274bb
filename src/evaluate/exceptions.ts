import { exceedsLevel } from '../access-levels/level-order.ts';
import { matchFilter } from '../filters/match-filter.ts';
import { normalizeFilter } from '../filters/normalize-filter.ts';
import type { ExternalAccessFinding } from '../model/finding.ts';
import { expiryOf } from './expiry.ts';
import type { AcceptedGap, Policy, PolicyException } from './policy.ts';
import type { ReasonCode } from './reason.ts';

/** Says which exception excuses a finding, if any. */
export type Excuse = (finding: ExternalAccessFinding) => PolicyException | undefined;

/**
 * Prepares a policy's exceptions. An exception excuses only what certainly matches its filter, does not exceed its level,
 * and is not public unless it allows that; and only while it lasts, measured against the newest read, never the clock.
 *
 * @throws {@link InvalidInputError} for a filter that is none.
 */
export function compileExceptions(policy: Policy, newest: string | undefined): Excuse {
  const valid = (policy.exceptions ?? [])
    .map((exception) => ({ exception, filter: normalizeFilter(exception.filter, { use: 'list' }) }))
    .filter(({ exception }) => !hasExpired(exception.expires, newest));
  if (valid.length === 0) return () => undefined;
  return (finding) =>
    valid.find(
      ({ exception, filter }) =>
        (exception.allowPublic === true || finding.isPublic === false) &&
        !exceedsLevel(finding.action, exception.maxLevel) &&
        matchFilter(finding, filter) === 'yes',
    )?.exception;
}

/** Exceptions and gaps that no longer hold, to be told. */
export function expiredEntries(policy: Policy, newest: string | undefined): readonly (PolicyException | AcceptedGap)[] {
  return [...(policy.exceptions ?? []), ...(policy.acceptedGaps ?? [])].filter(({ expires }) =>
    hasExpired(expires, newest),
  );
}

/** The accepted gap for a reason, if one holds. */
export function acceptedGap(
  policy: Policy,
  reason: { readonly account: string; readonly region?: string; readonly code: ReasonCode },
  newest: string | undefined,
): AcceptedGap | undefined {
  return policy.acceptedGaps?.find(
    (gap) =>
      gap.account === reason.account &&
      gap.region === reason.region &&
      gap.code === reason.code &&
      !hasExpired(gap.expires, newest),
  );
}

/** Where nothing was read, nothing can be shown to hold still. */
function hasExpired(expires: string, newest: string | undefined): boolean {
  const end = expiryOf(expires);
  return newest === undefined || end === undefined || Date.parse(newest) > end;
}
