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
  readonly active?: number;
  readonly archived?: number;
  readonly resolved?: number;
  /** ACTIVE findings by resource type (external and internal access), the types sorted. */
  readonly byResourceType: Readonly<Record<string, ResourceTypeCounts>>;
  /** ACTIVE findings by kind of unused access, the kinds sorted. */
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
  readonly archived?: number;
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
    byResourceType: sorted(statistics.flatMap((part) => resourceTypes(part['resourceTypeStatistics']))),
    byUnusedAccessType: sorted(statistics.flatMap((part) => unusedAccessTypes(part['unusedAccessTypeStatistics']))),
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

function sorted<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries([...entries].sort(([left], [right]) => compareStrings(left, right)));
}
