import { hasHadTime } from '../evaluate/has-had-time.ts';
import { placeKey } from '../evaluate/place.ts';
import { policies } from '../evaluate/policies.ts';
import { proofOfAbsence } from '../evaluate/proof-of-absence.ts';
import { stands } from '../evaluate/stands.ts';
import type { Access, RegionAnalyzer, RegionVerdict, Sighting, Verdict } from '../evaluate/verdict.ts';

/** How many accesses that ended are remembered, so that one that comes back is known as reopened: the latest ones. */
const MOST_ENDED = 10_000;

/**
 * The later verdict, with what it does not speak of taken over from the earlier one: sightings that it did not see again
 * without proving them gone, the record of a Region that it did not read, and accesses that ended, as RESOLVED. So an access
 * that was out of sight for a while is neither gone nor new when its Region can be read again, and one that ended and is back is
 * reopened. Only for comparing: it is nobody's verdict.
 */
export function carryForward(earlier: Verdict, later: Verdict): Verdict {
  const unproven = proofOfAbsence(earlier, later, { later: true });
  const seen = new Map(later.accesses.map((access) => [access.accessId, access]));
  const accesses = new Map(seen);
  const endedBefore: Access[] = [];
  const endedNow: Access[] = [];
  for (const access of earlier.accesses) {
    const now = seen.get(access.accessId);
    const known = new Set(now?.sightings.map(sightingKey));
    const missed = access.sightings.filter(
      (sighting) =>
        stands({ sightings: [sighting] }) &&
        !known.has(sightingKey(sighting)) &&
        unproven({ sightings: [sighting] }).length > 0,
    );
    if (missed.length > 0) accesses.set(access.accessId, withSightings(now ?? { ...access, sightings: [] }, missed));
    else if (now === undefined) (stands(access) ? endedNow : endedBefore).push(access);
  }
  for (const access of [...endedBefore, ...endedNow.map(endedAs)].slice(-MOST_ENDED))
    accesses.set(access.accessId, access);
  const known = [...accesses.values()];
  return { ...later, accesses: known, regions: lastRead(earlier.regions, later.regions, analyzersOf(known)) };
}

/** The analyzers that saw what still stands. */
function analyzersOf(accesses: readonly Access[]): ReadonlySet<string> {
  return new Set(accesses.filter(stands).flatMap(({ sightings }) => sightings.map(({ analyzer }) => analyzer)));
}

/**
 * Each Region's last record that was read; without one, the last. An analyzer that it no longer has stays in it while something
 * stands that it saw: else one made anew, passes later, would look as if it had always been there.
 */
function lastRead(
  earlier: readonly RegionVerdict[],
  later: readonly RegionVerdict[],
  remembered: ReadonlySet<string>,
): RegionVerdict[] {
  const records = new Map(earlier.map((region) => [placeKey(region), region]));
  for (const region of later) {
    const before = records.get(placeKey(region));
    if (before === undefined || wasRead(region) || !wasRead(before)) {
      const here = new Set(region.analyzers.map(({ arn }) => arn));
      const deleted = before?.analyzers.filter(({ arn }) => remembered.has(arn) && !here.has(arn)) ?? [];
      records.set(placeKey(region), {
        ...region,
        analyzers: [...region.analyzers.map((analyzer) => age(analyzer, region, before)), ...deleted],
      });
    }
  }
  return [...records.values()];
}

/**
 * The analyzer, with the age of the one that it replaced while it is new itself: it has not looked at everything yet, so that its
 * silence proves nothing, in this pass and in the next ones.
 */
function age(
  analyzer: RegionAnalyzer,
  { collectedAt }: RegionVerdict,
  before: RegionVerdict | undefined,
): RegionAnalyzer {
  const earlier = before?.analyzers.find(({ arn }) => arn === analyzer.arn)?.createdAt;
  const { createdAt } = analyzer;
  if (earlier === undefined || createdAt === undefined || collectedAt === undefined || createdAt <= earlier)
    return analyzer;
  const isOld = hasHadTime(createdAt, collectedAt, policies.strict.warmUpHours);
  return isOld ? analyzer : { ...analyzer, createdAt: earlier };
}

function wasRead({ coverage }: RegionVerdict): boolean {
  return coverage !== 'unread' && coverage !== 'accepted';
}

function withSightings(access: Access, missed: readonly Sighting[]): Access {
  return { ...access, sightings: [...access.sightings, ...missed] };
}

/** An access that was proven gone: nothing of it stands. */
function endedAs(access: Access): Access {
  const sightings = access.sightings.map((sighting) => ({ ...sighting, status: 'RESOLVED' as const }));
  return { ...access, status: 'RESOLVED', fails: false, sightings };
}

function sightingKey({ analyzer, findingId }: Sighting): string {
  return JSON.stringify([analyzer, findingId]);
}
