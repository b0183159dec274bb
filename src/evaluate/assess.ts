import { groupByKey } from '../model/group-by-key.ts';
import type { Scope } from '../model/evidence.ts';
import { compareBy } from '../model/compare.ts';
import { coverPlace, reasonMaker, type Coverage } from './coverage.ts';
import { organizationCredit } from './credit.ts';
import { acceptedGap, compileExceptions, expiredEntries } from './exceptions.ts';
import { findingReasons } from './finding-reasons.ts';
import type { GrantReader } from './grant-reader.ts';
import { gatherHidden, type Hidden } from './hidden.ts';
import type { Place } from './place.ts';
import type { Policy } from './policy.ts';
import type { Reason } from './reason.ts';
import { scopeReasons } from './scope-reasons.ts';
import { judgeSightings, type JudgedSighting } from './sighting.ts';
import type { Tally } from './tally.ts';
import type { VerdictStatus } from './verdict.ts';

/** The evidence, sorted once for every policy that judges it. */
export interface Case {
  readonly scopes: readonly Scope[];
  readonly places: readonly Place[];
  readonly tallies: readonly Tally[];
  /** What the grants of their findings mean. */
  readonly grants: GrantReader;
  readonly oldest: string | undefined;
  readonly newest: string | undefined;
}

/** What a policy makes of a case. */
export interface Assessment {
  readonly status: VerdictStatus;
  readonly reasons: readonly Reason[];
  /** The same, each where it is: what the verdict says once for many Regions is said of each of them. */
  readonly apart: readonly Reason[];
  readonly coverage: ReadonlyMap<Place, Coverage>;
  readonly sightings: readonly JudgedSighting[];
  readonly hidden: Hidden;
}

/** Judges a case by a policy. */
export function assess(input: Case, policy: Policy): Assessment {
  const { scopes, places, tallies, grants, newest } = input;
  const credit = organizationCredit(scopes, places, policy.warmUpHours);
  const coverage = new Map(places.map((place) => [place, coverPlace(place, policy, credit)] as const));
  const excuse = compileExceptions(policy, newest);
  const judged = tallies.map((tally) => ({ tally, sightings: judgeSightings(tally, policy, excuse, grants) }));
  const hidden = gatherHidden(tallies, policy, grants);

  const found = [
    ...scopeReasons(scopes, places, policy),
    ...[...coverage.values()].flatMap(({ reasons }) => reasons),
    ...judged.flatMap(({ tally, sightings }) => findingReasons(tally, sightings, policy)),
    ...hidden.reasons,
    ...expiredReasons(policy, scopes, newest),
  ];
  // Accepted first: a gap names its Region, which a joined reason no longer has.
  const apart = found.map((reason) => accept(reason, policy, newest));
  const reasons = oneForAllRegions(apart).sort(worstFirst);
  return {
    status: statusOf(reasons),
    reasons,
    apart,
    coverage,
    sightings: judged.flatMap(({ sightings }) => sightings),
    hidden,
  };
}

/** FAIL beats UNKNOWN beats PASS, however much else failed. */
export function statusOf(reasons: readonly Reason[]): VerdictStatus {
  if (reasons.some(({ effect }) => effect === 'FAIL')) return 'FAIL';
  return reasons.some(({ effect }) => effect === 'UNKNOWN') ? 'UNKNOWN' : 'PASS';
}

const EFFECTS = ['FAIL', 'UNKNOWN', 'accepted', 'warning'] as const;

const byPlace = compareBy<Reason>(
  ({ account }) => account,
  ({ region }) => region ?? '',
  ({ analyzer }) => analyzer ?? '',
  ({ code }) => code,
  ({ message }) => message,
);

function worstFirst(left: Reason, right: Reason): number {
  return EFFECTS.indexOf(left.effect) - EFFECTS.indexOf(right.effect) || byPlace(left, right);
}

function accept(reason: Reason, policy: Policy, newest: string | undefined): Reason {
  if (reason.effect === 'warning' || reason.code === 'active-findings' || reason.code === 'archived-public')
    return reason;
  const gap = acceptedGap(policy, reason, newest);
  if (gap === undefined) return reason;
  return {
    ...reason,
    effect: 'accepted',
    message: `${reason.message} Accepted by ${gap.owner} until ${gap.expires}: ${gap.reason}`,
  };
}

/** Credentials fail everywhere at once: one reason with its remedy says more than one for each Region that nobody accepted. */
function oneForAllRegions(reasons: readonly Reason[]): Reason[] {
  const joins = ({ code, effect }: Reason): boolean => code === 'credentials' && effect !== 'accepted';
  const failing = reasons.filter(joins);
  const groups = groupByKey(failing, ({ account, effect }) => JSON.stringify([account, effect]));
  const joined = [...groups.values()].flatMap((group) => (group.length === 1 ? group : joinReasons(group)));
  return [...reasons.filter((reason) => !joins(reason)), ...joined];
}

/** The first speaks for all: that of the whole account comes before those of its Regions. */
function joinReasons(group: readonly Reason[]): Reason[] {
  const regions = new Set(group.flatMap(({ region }) => region ?? []));
  return group
    .slice(0, 1)
    .map(({ region: _region, analyzer: _analyzer, ...shared }) => ({ ...shared, count: regions.size }));
}

function expiredReasons(policy: Policy, scopes: readonly Scope[], newest: string | undefined): Reason[] {
  return expiredEntries(policy, newest).flatMap((entry) => {
    const account = 'account' in entry ? entry.account : (scopes[0]?.account ?? 'unknown');
    const place = 'region' in entry ? { account, region: entry.region } : { account };
    const what = 'filter' in entry ? 'An exception' : `The accepted gap in ${entry.region}`;
    return reasonMaker(place)(
      'warning',
      'expired',
      `${what} of ${entry.owner} ended on ${entry.expires} and no longer counts.`,
      { remedy: 'Renew it with its owner, or delete it.' },
    );
  });
}
