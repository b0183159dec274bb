import { compareStrings } from './compare.ts';
import type { RegionEvidence, SuppressedEvidence } from './evidence.ts';
import { mergeAnalyzers } from './merge-analyzers.ts';
import { mergeArchivedCounts } from './merge-counts.ts';
import { mergeFindings } from './merge-findings.ts';
import { compareContent, greatest, isNonEmpty, joinBy, known, topRanked } from './merge-order.ts';
import { oldestRead } from './oldest-read.ts';
import type { ArchiveRule } from './archive-rule.ts';

const STATES = { read: 2, unreadable: 1, disabled: 0 } as const;

/**
 * Unites records by partition, account and Region. The better read gives the state, and the newest of equals the time. The
 * oldest time is that of all reads that hold something, a failed one too: an analyzer may be known from it alone. What any of
 * them saw is kept.
 */
export function mergeRegions(records: Iterable<RegionEvidence>): RegionEvidence[] {
  return joinBy(records, ({ partition, account, region }) => [partition, account, region], joinRecords);
}

function joinRecords(records: readonly [RegionEvidence, ...RegionEvidence[]]): RegionEvidence {
  const equals = topRanked(records, ({ state }) => STATES[state]);
  const best = greatest(equals, compareReads);
  const holding = records.filter(({ analyzers, state }) => state === 'read' || analyzers.length > 0);
  const timed = isNonEmpty(holding) ? holding : equals;
  const oldest = greatest(timed.map((record) => oldestRead(record)) as [string, ...string[]], (left, right) =>
    compareStrings(right, left),
  );
  const { partition, account, region, collectedAt, state, problem } = best;
  const suppressed = known(records.map((record) => record.suppressed));
  return {
    partition,
    account,
    region,
    collectedAt,
    ...(oldest < collectedAt ? { oldestReadAt: oldest } : {}),
    state,
    ...(state === 'unreadable' && problem !== undefined ? { problem } : {}),
    analyzers: mergeAnalyzers(
      records.flatMap(({ analyzers }) => analyzers),
      region,
    ),
    ...(suppressed.length === 0
      ? {}
      : { suppressed: joinBy(suppressed.flat(), ({ analyzer }) => [analyzer], joinSuppressed) }),
  };
}

function compareReads(left: RegionEvidence, right: RegionEvidence): number {
  return (
    compareStrings(left.collectedAt, right.collectedAt) || compareContent(left.problem ?? null, right.problem ?? null)
  );
}

function joinSuppressed(parts: readonly [SuppressedEvidence, ...SuppressedEvidence[]]): SuppressedEvidence {
  const best = topRanked(parts, ({ state }) => (state === 'read' ? 1 : 0));
  const rules = known(parts.map(({ archiveRules }) => archiveRules));
  return {
    analyzer: parts[0].analyzer,
    state: best[0].state,
    problems: uniteProblems(best),
    archived: mergeArchivedCounts(parts.map(({ archived }) => archived)),
    findings: mergeFindings(parts.flatMap(({ findings }) => findings)),
    ...(rules.length === 0
      ? {}
      : {
          archiveRules: joinBy(
            rules.flat(),
            ({ ruleName }) => [ruleName],
            (versions) => greatest(versions, compareRules),
          ),
        }),
  };
}

function uniteProblems(parts: readonly SuppressedEvidence[]): SuppressedEvidence['problems'] {
  const sorted = parts.flatMap(({ problems }) => problems).sort(compareContent);
  return sorted.filter((problem, index) => index === 0 || compareContent(problem, sorted[index - 1]) !== 0);
}

function compareRules(left: ArchiveRule, right: ArchiveRule): number {
  return compareStrings(left.updatedAt ?? '', right.updatedAt ?? '') || compareContent(left, right);
}
