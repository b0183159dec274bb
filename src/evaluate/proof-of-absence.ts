import { resetAnalyzers } from './diff-regions.ts';
import type { Access, RegionAnalyzer, RegionVerdict, Sighting, Verdict } from './verdict.ts';
import type { UnprovenSighting } from './verdict-diff.ts';

/** What the proof needs of the verdict that saw an access: when each place was read, and when its analyzers were made. */
export interface SeenBy {
  readonly regions: readonly (Pick<RegionVerdict, 'account' | 'region' | 'collectedAt'> & {
    readonly analyzers: readonly Pick<RegionAnalyzer, 'arn' | 'createdAt'>[];
  })[];
}

/**
 * Makes the check whether one verdict's silence about an access that `seenBy` saw proves that it is not there: every
 * place of its sightings must have been completely read, in the same zone of trust. With `later` the read must not be
 * older than the one that saw it, and an analyzer that was made anew proves nothing yet.
 */
export function proofOfAbsence(
  seenBy: SeenBy,
  silent: Verdict,
  { later }: { readonly later: boolean },
): (access: Pick<Access, 'sightings'>) => UnprovenSighting[] {
  const seenAt = byPlace(seenBy);
  const readAt = byPlace(silent);
  const reset = new Set(later ? resetAnalyzers(seenBy, silent).map(({ analyzer }) => analyzer) : []);
  const { sampled } = silent.summary.exposed;

  const doubt = (sighting: Sighting): UnprovenSighting['reason'] | undefined => {
    const read = readAt.get(key(sighting));
    if (read?.coverage !== 'covered' && read?.coverage !== 'covered-by-owner') return 'not-read';
    if (!read.zones.some((zone) => zone === sighting.zoneOfTrust)) return 'zone-not-covered';
    if (later && !isNotOlder(read.collectedAt, seenAt.get(key(sighting))?.collectedAt)) return 'older-read';
    if (reset.has(sighting.analyzer)) return 'analyzer-reset';
    return sampled ? 'sampled' : undefined;
  };

  return (access) => {
    const doubts = new Map<string, UnprovenSighting>();
    for (const sighting of access.sightings) {
      const { account, region } = sighting;
      const reason = doubt(sighting);
      if (reason !== undefined) doubts.set(JSON.stringify([account, region, reason]), { account, region, reason });
    }
    return [...doubts.values()];
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
