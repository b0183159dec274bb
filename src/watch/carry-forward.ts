import { placeKey } from '../evaluate/place.ts';
import { proofOfAbsence } from '../evaluate/proof-of-absence.ts';
import type { Access, RegionVerdict, Sighting, Verdict } from '../evaluate/verdict.ts';

/**
 * The later verdict, with what it cannot speak of taken over from the earlier one: sightings that it did not see again
 * without proving them gone, and the record of a Region that it did not read. So an access that was out of sight for a
 * while is neither gone nor new when its Region can be read again. Only for comparing: it is nobody's verdict.
 */
export function carryForward(earlier: Verdict, later: Verdict): Verdict {
  const unproven = proofOfAbsence(earlier, later, { later: true });
  const seen = new Map(later.accesses.map((access) => [access.accessId, access]));
  const accesses = new Map(seen);
  for (const access of earlier.accesses) {
    const now = seen.get(access.accessId);
    const known = new Set(now?.sightings.map(sightingKey));
    const missed = access.sightings.filter(
      (sighting) =>
        stands(sighting) &&
        !known.has(sightingKey(sighting)) &&
        unproven({ ...access, sightings: [sighting] }).length > 0,
    );
    if (missed.length > 0) accesses.set(access.accessId, withSightings(now ?? { ...access, sightings: [] }, missed));
  }
  return { ...later, accesses: [...accesses.values()], regions: lastRead(earlier.regions, later.regions) };
}

/** Each Region's last record that was read; without one, the last. */
function lastRead(earlier: readonly RegionVerdict[], later: readonly RegionVerdict[]): RegionVerdict[] {
  const records = new Map(earlier.map((region) => [placeKey(region), region]));
  for (const region of later) {
    const before = records.get(placeKey(region));
    if (before === undefined || wasRead(region) || !wasRead(before)) records.set(placeKey(region), region);
  }
  return [...records.values()];
}

function wasRead({ coverage }: RegionVerdict): boolean {
  return coverage !== 'unread' && coverage !== 'accepted';
}

function withSightings(access: Access, missed: readonly Sighting[]): Access {
  return { ...access, sightings: [...access.sightings, ...missed] };
}

function sightingKey({ analyzer, findingId }: Sighting): string {
  return JSON.stringify([analyzer, findingId]);
}

function stands({ status }: Sighting): boolean {
  return status !== 'ARCHIVED' && status !== 'RESOLVED';
}
