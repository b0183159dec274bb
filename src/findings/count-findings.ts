import { GetFindingsStatisticsCommand } from '@aws-sdk/client-accessanalyzer';
import { checkRef, resolveAnalyzer } from '../analyzers/resolve-analyzer.ts';
import { callAws } from '../clients/call-aws.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import type { AnalyzerRef } from '../model/analyzer.ts';
import { compareStrings } from '../model/compare.ts';
import { isRecord } from '../model/loose.ts';
import { toTimestamp } from '../model/timestamp.ts';

/**
 * What GetFindingsStatistics says of an analyzer. An aggregate that AWS refreshes now and then: good for a dashboard, and no
 * authority for a verdict. A member that AWS did not send is absent, which is unknown and not zero.
 */
export interface FindingCounts {
  /** AWS's `totalActiveFindings`. */
  readonly active?: number;
  /** AWS's `totalArchivedFindings`. */
  readonly archived?: number;
  /** AWS's `totalResolvedFindings`. AWS deletes resolved findings after 90 days. */
  readonly resolved?: number;
  /** Findings by resource type (external and internal access), the types sorted. */
  readonly byResourceType: Readonly<Record<string, ResourceTypeCounts>>;
  /** AWS's `total` by kind of unused access, the kinds sorted. AWS does not say of which status. */
  readonly byUnusedAccessType: Readonly<Record<string, number>>;
  /** When AWS last refreshed it. Absent when it was never computed. */
  readonly lastUpdatedAt?: string;
}

/** Findings of one resource type. Which members there are depends on the analyzer. */
export interface ResourceTypeCounts {
  /** External access by anybody. */
  readonly activePublic?: number;
  /** External access by other accounts. */
  readonly activeCrossAccount?: number;
  /** Resources that could not be analysed. */
  readonly activeErrors?: number;
  /** Internal access. */
  readonly active?: number;
  /** Internal access, archived: AWS counts none by resource type for external access. */
  readonly archived?: number;
  /** Internal access, resolved: AWS counts none by resource type for external access. */
  readonly resolved?: number;
}

/** Options of {@link countFindings}. */
export interface CountFindingsOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Counts an analyzer's findings with one call, by AWS's own statistics.
 *
 * IAM actions: `access-analyzer:GetAnalyzer`, `access-analyzer:GetFindingsStatistics`.
 *
 * @throws {@link InvalidInputError}; an error with code `REGION_MISMATCH`; {@link AwsCallError}; `signal.reason` on an abort.
 *
 * @example
 * ```ts
 * const { active, lastUpdatedAt } = await countFindings(client, analyzer);
 * ```
 */
export async function countFindings(
  client: AccessAnalyzerClientLike,
  analyzer: AnalyzerRef,
  { signal }: CountFindingsOptions = {},
): Promise<FindingCounts> {
  checkRef(analyzer);
  const { arn, region } = await resolveAnalyzer(client, analyzer, { signal });
  const command = new GetFindingsStatisticsCommand({ analyzerArn: arn });
  const output = await callAws(client, command, { operation: 'GetFindingsStatistics', region, signal });
  return toFindingCounts(output);
}

/** The answer of GetFindingsStatistics: a list of unions with one member each, their totals under the same names. */
function toFindingCounts(output: {
  readonly findingsStatistics?: unknown;
  readonly lastUpdatedAt?: unknown;
}): FindingCounts {
  const list: readonly unknown[] = Array.isArray(output.findingsStatistics) ? output.findingsStatistics : [];
  const statistics = list.flatMap((union) => (isRecord(union) ? Object.values(union).filter(isRecord) : []));
  const total = (member: string): number | undefined => {
    const numbers = statistics.map((part) => part[member]).filter(isCount);
    return numbers.length === 0 ? undefined : numbers.reduce((sum, number) => sum + number, 0);
  };
  const lastUpdatedAt = toTimestamp(output.lastUpdatedAt);
  return {
    ...named('active', total('totalActiveFindings')),
    ...named('archived', total('totalArchivedFindings')),
    ...named('resolved', total('totalResolvedFindings')),
    byResourceType: byName(
      statistics.flatMap((part) => resourceTypes(part['resourceTypeStatistics'])),
      addCounts,
    ),
    byUnusedAccessType: byName(
      statistics.flatMap((part) => unusedAccessTypes(part['unusedAccessTypeStatistics'])),
      (left, right) => left + right,
    ),
    ...(lastUpdatedAt === undefined ? {} : { lastUpdatedAt }),
  };
}

function resourceTypes(byType: unknown): [string, ResourceTypeCounts][] {
  if (!isRecord(byType)) return [];
  return Object.entries(byType)
    .filter((entry): entry is [string, Record<string, unknown>] => isRecord(entry[1]))
    .map(([type, counts]) => [
      type,
      {
        ...named('activePublic', counts['totalActivePublic']),
        ...named('activeCrossAccount', counts['totalActiveCrossAccount']),
        ...named('activeErrors', counts['totalActiveErrors']),
        ...named('active', counts['totalActiveFindings']),
        ...named('archived', counts['totalArchivedFindings']),
        ...named('resolved', counts['totalResolvedFindings']),
      },
    ]);
}

function unusedAccessTypes(list: unknown): [string, number][] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown): [string, number][] => {
    if (!isRecord(entry)) return [];
    const { unusedAccessType: type, total } = entry;
    return typeof type === 'string' && isCount(total) ? [[type, total]] : [];
  });
}

function named<Name extends string>(name: Name, value: unknown): Partial<Record<Name, number>> {
  return (isCount(value) ? { [name]: value } : {}) as Partial<Record<Name, number>>;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** By name, sorted. What comes of one name in several parts is added up, as the totals are. */
function byName<T>(parts: readonly (readonly [string, T])[], add: (left: T, right: T) => T): Record<string, T> {
  const sums = new Map<string, T>();
  for (const [name, part] of parts) {
    const before = sums.get(name);
    sums.set(name, before === undefined ? part : add(before, part));
  }
  return Object.fromEntries([...sums].sort(([left], [right]) => compareStrings(left, right)));
}

function addCounts(left: ResourceTypeCounts, right: ResourceTypeCounts): ResourceTypeCounts {
  const sum: Record<string, number> = { ...left };
  for (const [member, count] of Object.entries(right)) sum[member] = (sum[member] ?? 0) + (count as number);
  return sum;
}
