import { ACCESS_LEVELS, type AccessLevel } from '../access-levels/access-level.ts';
import { compareStrings } from './compare.ts';
import type { ArchivedCounts, EvidenceCounts } from './evidence.ts';

/**
 * The member-wise maximum of counts of the same findings: a counted finding is never lost, and counting the same one
 * twice adds nothing. Where the reads saw different findings it is less than the truth, never zero instead of it.
 */
export function mergeCounts(counts: readonly EvidenceCounts[]): EvidenceCounts {
  const external = counts.map(({ activeExternal }) => activeExternal);
  const levels = largestOf(external.map(({ byLevel }) => byLevel));
  return {
    byStatus: largestOf(counts.map(({ byStatus }) => byStatus)),
    unknownStatus: largest(counts, 'unknownStatus'),
    activeExternal: {
      total: largest(external, 'total'),
      public: largest(external, 'public'),
      notPublic: largest(external, 'notPublic'),
      publicUnknown: largest(external, 'publicUnknown'),
      byResourceType: largestOf(external.map(({ byResourceType }) => byResourceType)),
      byLevel: Object.fromEntries(ACCESS_LEVELS.map((level) => [level, levels[level] ?? 0])) as Record<
        AccessLevel,
        number
      >,
      unknownActions: largest(external, 'unknownActions'),
    },
    activeErrors: largest(counts, 'activeErrors'),
    activeUnknownType: largest(counts, 'activeUnknownType'),
    activeOther: largest(counts, 'activeOther'),
  };
}

/** The member-wise maximum of counts of archived findings. */
export function mergeArchivedCounts(counts: readonly ArchivedCounts[]): ArchivedCounts {
  return {
    total: largest(counts, 'total'),
    public: largest(counts, 'public'),
    publicUnknown: largest(counts, 'publicUnknown'),
    errors: largest(counts, 'errors'),
    exceedsRead: largest(counts, 'exceedsRead'),
  };
}

function largest<Key extends string>(items: readonly Readonly<Record<Key, number>>[], member: Key): number {
  return items.reduce((most, item) => Math.max(most, item[member]), 0);
}

function largestOf(maps: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const result = new Map<string, number>();
  for (const map of maps) {
    for (const [key, value] of Object.entries(map)) result.set(key, Math.max(result.get(key) ?? 0, value));
  }
  return Object.fromEntries([...result].sort(([left], [right]) => compareStrings(left, right)));
}
