import { compareStrings } from '../model/compare.ts';
import { proofOfAbsence } from '../evaluate/proof-of-absence.ts';
import { stands } from '../evaluate/stands.ts';
import type { UnprovenSighting } from '../evaluate/verdict-diff.ts';
import type { Access, RegionVerdict, Sighting, Verdict } from '../evaluate/verdict.ts';
import { checkVerdict } from './check-verdict.ts';

/** The verdict before, or several: what the last one did not see may stand in one before it. */
export type PreviousVerdicts = Verdict | readonly Verdict[];

/** One access as an earlier verdict saw it standing, and what the later one lacks to prove that it is gone. */
export interface EarlierAccess {
  readonly access: Access;
  readonly doubts: (seen: Pick<Access, 'sightings'>) => UnprovenSighting[];
}

/**
 * What stood in the earlier verdicts, by accessId, each as the verdicts saw it, the newest first: all that a later report
 * has to remember. It is gone only when none of them leaves a doubt.
 *
 * @throws `InvalidInputError` when one of them is no verdict.
 */
export function earlierAccesses(
  previous: PreviousVerdicts | undefined,
  verdict: Verdict,
): ReadonlyMap<string, readonly EarlierAccess[]> {
  const accesses = new Map<string, EarlierAccess[]>();
  for (const before of newestFirst(previous)) {
    const doubts = proofOfAbsence(before, verdict, { later: true });
    for (const access of before.accesses) {
      if (!stands(access)) continue;
      const seen = accesses.get(access.accessId);
      if (seen === undefined) accesses.set(access.accessId, [{ access, doubts }]);
      else seen.push({ access, doubts });
    }
  }
  return accesses;
}

/** The Regions that the earlier verdicts judged, of all their accounts; one that several of them judged stands there as often. */
export function earlierRegions(previous: PreviousVerdicts | undefined): RegionVerdict[] {
  return newestFirst(previous).flatMap(({ regions }) => regions.filter(({ coverage }) => coverage !== 'disabled'));
}

function newestFirst(previous: PreviousVerdicts | undefined): Verdict[] {
  if (previous === undefined) return [];
  const list = isList(previous) ? previous : [previous];
  for (const [index, one] of list.entries()) checkVerdict(one, isList(previous) ? `previous[${index}]` : 'previous');
  return [...list].sort((left, right) => compareStrings(right.asOf.newest ?? '', left.asOf.newest ?? ''));
}

/** `Array.isArray` does not tell a readonly list. */
function isList(previous: PreviousVerdicts): previous is readonly Verdict[] {
  return Array.isArray(previous);
}

/** One place where findings are kept: an account and a Region. */
export interface AccessPlace {
  readonly account: string;
  readonly region: string;
  /** Of the access, at this place. */
  readonly sightings: readonly Sighting[];
}

/** The sightings of an access by account and Region, in their order. */
export function placesOfAccess({ sightings }: Pick<Access, 'sightings'>): AccessPlace[] {
  const places = new Map<string, { account: string; region: string; sightings: Sighting[] }>();
  for (const sighting of sightings) {
    const { account, region } = sighting;
    const key = JSON.stringify([account, region]);
    const place = places.get(key);
    if (place === undefined) places.set(key, { account, region, sightings: [sighting] });
    else place.sightings.push(sighting);
  }
  return [...places.values()];
}
