import { compareBy } from '../model/compare.ts';
import { placeKey } from './place.ts';
import type { SeenBy } from './proof-of-absence.ts';
import type { RegionVerdict, Verdict } from './verdict.ts';
import type { RegionChange, ResetAnalyzer } from './verdict-diff.ts';

type Coverage = RegionVerdict['coverage'];

/** Which Regions changed sides between two verdicts. */
export function diffRegions(before: Verdict, after: Verdict): RegionChange[] {
  const earlier = new Map(before.regions.map((region) => [placeKey(region), region]));
  const later = new Map(after.regions.map((region) => [placeKey(region), region]));
  const changes = [...new Map([...earlier, ...later])].flatMap(([key, { partition, account, region }]) => {
    const from = earlier.get(key)?.coverage;
    const to = later.get(key)?.coverage;
    const change = changeOf(from, to);
    if (change === undefined) return [];
    return [
      {
        partition,
        account,
        region,
        change,
        ...(from === undefined ? {} : { before: from }),
        ...(to === undefined ? {} : { after: to }),
      },
    ];
  });
  return changes.sort(
    compareBy<RegionChange>(
      ({ partition }) => partition,
      ({ account }) => account,
      ({ region }) => region,
    ),
  );
}

/** An accepted gap is a gap: accepting it does not read it. */
function isUnread(coverage: Coverage): boolean {
  return coverage === 'unread' || coverage === 'accepted';
}

function changeOf(from: Coverage | undefined, to: Coverage | undefined): RegionChange['change'] | undefined {
  if (from === undefined) return 'entered-scope';
  if (to === undefined) return 'left-scope';
  if (from === to) return undefined;
  if (to === 'disabled') return 'became-disabled';
  if (from === 'disabled') return 'became-enabled';
  if (isUnread(from) !== isUnread(to)) return isUnread(to) ? 'became-unreadable' : 'became-readable';
  if (to === 'not-covered') return 'became-uncovered';
  return from === 'not-covered' ? 'became-covered' : undefined;
}

/** Which analyzers were made anew: the same ARN, made later. In the order of the Regions and analyzers of `after`. */
export function resetAnalyzers(before: SeenBy, after: Verdict): ResetAnalyzer[] {
  const made = new Map<string, string>();
  // One analyzer may stand in the Regions of several accounts, and not all of them need know when it was made.
  for (const { analyzers } of before.regions) {
    for (const { arn, createdAt } of analyzers) if (createdAt !== undefined) made.set(arn, createdAt);
  }
  return after.regions.flatMap(({ account, region, analyzers }) =>
    analyzers.flatMap(({ arn, createdAt }) => {
      const earlier = made.get(arn);
      if (earlier === undefined || createdAt === undefined || createdAt <= earlier) return [];
      return [{ account, region, analyzer: arn, createdAt: { before: earlier, after: createdAt } }];
    }),
  );
}
