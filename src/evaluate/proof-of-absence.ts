import { groupByKey } from '../model/group-by-key.ts';
import type { ZoneOfTrust } from '../model/analyzer.ts';
import { oldestRead } from '../model/oldest-read.ts';
import { resetAnalyzers } from './diff-regions.ts';
import { hasHadTime } from './has-had-time.ts';
import { notAnalysed } from './not-analysed.ts';
import { policies } from './policies.ts';
import type { Access, RegionAnalyzer, RegionVerdict, Sighting, Verdict } from './verdict.ts';
import type { UnprovenSighting } from './verdict-diff.ts';

/**
 * What the proof needs of the verdict that saw an access: when each place was read, when its analyzers were made, and of which
 * resource the access was where whoever asks does not say.
 */
export interface SeenBy {
  readonly regions: readonly (Pick<RegionVerdict, 'account' | 'region' | 'collectedAt'> & {
    readonly analyzers: readonly Pick<RegionAnalyzer, 'arn' | 'createdAt'>[];
  })[];
  readonly accesses?: readonly Pick<Access, 'resource' | 'sightings'>[];
}

/**
 * Makes the check whether one verdict's silence about an access that `seenBy` saw proves that it is not there: every
 * place of its sightings must have been completely read, in the same zone of trust, and the resource analysed. With `later`
 * the read must not be older than the one that saw it, and an analyzer that was made anew proves nothing yet; without it, nor
 * does one that had not had time to look at everything.
 */
export function proofOfAbsence(
  seenBy: SeenBy,
  silent: Verdict,
  { later }: { readonly later: boolean },
): (access: Pick<Access, 'resource' | 'sightings'>) => UnprovenSighting[] {
  const seenAt = byPlace(seenBy);
  const readAt = byPlace(silent);
  const reset = new Set(later ? resetAnalyzers(seenBy, silent).map(({ analyzer }) => analyzer) : []);
  const { sampled } = silent.summary.exposed;
  const isNotAnalysed = notAnalysed(silent);
  const resources = resourcesSeen(seenBy);
  const isLookedAt = lookedAt(silent, later ? undefined : madeBy(seenBy));

  const doubt = (sighting: Sighting, access: Pick<Access, 'resource'>): UnprovenSighting['reason'] | undefined => {
    const read = readAt.get(key(sighting));
    if (read?.coverage !== 'covered' && read?.coverage !== 'covered-by-owner') return 'not-read';
    const of = (): Pick<Access, 'resource'> | undefined =>
      access.resource === undefined ? resources(sighting) : access;
    if (isNotAnalysed({ sighting, coverage: read.coverage, of })) return 'not-read';
    const { zoneOfTrust } = sighting;
    if (zoneOfTrust === undefined || !read.zones.includes(zoneOfTrust)) return 'zone-not-covered';
    if (later && !isNotOlder(oldestRead(read), seenAt.get(key(sighting))?.collectedAt)) return 'older-read';
    if (reset.has(sighting.analyzer) || !isLookedAt(sighting, zoneOfTrust, read)) return 'analyzer-reset';
    return sampled ? 'sampled' : undefined;
  };

  return (access) => {
    const doubts = new Map<string, UnprovenSighting>();
    for (const sighting of access.sightings) {
      const { account, region } = sighting;
      const reason = doubt(sighting, access);
      if (reason !== undefined) doubts.set(JSON.stringify([account, region, reason]), { account, region, reason });
    }
    return [...doubts.values()];
  };
}

const TYPES = { account: 'ACCOUNT', organization: 'ORGANIZATION' } as const;

/**
 * Makes the check whether what saw an access looks there still, or another analyzer of its zone that has had time to look at
 * everything. One that took the place of another under a new name is as new as one that was made anew under the old name.
 * Before an access was seen (`made`) what saw it later has to have had that time too.
 */
function lookedAt(
  { regions }: Verdict,
  made: ReadonlyMap<string, string> | undefined,
): (sighting: Sighting, zoneOfTrust: ZoneOfTrust, read: RegionVerdict) => boolean {
  let byRegion: ReadonlyMap<string, readonly RegionVerdict[]> | undefined;
  return (sighting, zoneOfTrust, read) => {
    const byOwner = zoneOfTrust === 'organization' && read.coverage === 'covered-by-owner';
    const places = byOwner
      ? ((byRegion ??= groupByKey(regions, ({ region }) => region)).get(read.region) ?? [])
      : [read];
    return places.some(({ analyzers }) =>
      analyzers.some(
        (one) =>
          one.type === TYPES[zoneOfTrust] &&
          one.status === 'ACTIVE' &&
          one.state === 'read' &&
          (made === undefined ? hasSeen(one, sighting) || isWarm(one, read) : isWarm(lastMade(one, read, made), read)),
      ),
    );
  };
}

/**
 * Whether the analyzer is what saw it. A finding that is older than the analyzer is of one that had its name: parts of one audit,
 * read before and after it was made anew, are joined to a finding of the old one beside the new one.
 */
function hasSeen({ arn, createdAt }: RegionAnalyzer, sighting: Sighting): boolean {
  if (arn !== sighting.analyzer) return false;
  return createdAt === undefined || sighting.createdAt === undefined || sighting.createdAt >= createdAt;
}

/** When each analyzer was made. */
function madeBy({ regions }: SeenBy): Map<string, string> {
  return new Map(
    regions.flatMap(({ analyzers }) =>
      analyzers.flatMap(({ arn, createdAt }) => (createdAt === undefined ? [] : [[arn, createdAt] as const])),
    ),
  );
}

/**
 * The analyzer as old as it was when it was read. What is known over several passes gives one that was made anew the age of the
 * one before it; the other verdict tells when it was made, unless it was made anew after that read.
 */
function lastMade(
  { arn, createdAt }: RegionAnalyzer,
  { collectedAt }: RegionVerdict,
  made: ReadonlyMap<string, string>,
): Made {
  const later = made.get(arn);
  const wasThere = collectedAt !== undefined && later !== undefined && later <= collectedAt;
  return { createdAt: wasThere && createdAt !== undefined && later > createdAt ? later : createdAt };
}

interface Made {
  readonly createdAt?: string | undefined;
}

function isWarm({ createdAt }: Made, region: RegionVerdict): boolean {
  return hasHadTime(createdAt, oldestRead(region), policies.strict.warmUpHours);
}

/** Of which resource the access of a sighting was. Few ask: only where there are errors. */
function resourcesSeen({ accesses = [] }: SeenBy): (sighting: Sighting) => Pick<Access, 'resource'> | undefined {
  let seen: Map<string, Pick<Access, 'resource'>> | undefined;
  return ({ analyzer, findingId }) => {
    seen ??= new Map(
      accesses.flatMap((access) =>
        access.sightings.map((sighting) => [JSON.stringify([sighting.analyzer, sighting.findingId]), access] as const),
      ),
    );
    return seen.get(JSON.stringify([analyzer, findingId]));
  };
}

/** Region names are unique over the partitions, so account and Region are enough. */
function byPlace<Region extends SeenBy['regions'][number]>({
  regions,
}: {
  readonly regions: readonly Region[];
}): Map<string, Region> {
  return new Map(regions.map((region) => [key(region), region]));
}

function key({ account, region }: { readonly account: string; readonly region: string }): string {
  return JSON.stringify([account, region]);
}

/** Canonical time stamps compare as texts. */
function isNotOlder(later: string | undefined, earlier: string | undefined): boolean {
  return later !== undefined && earlier !== undefined && later >= earlier;
}
