import { checkOptions } from '../errors/check-options.ts';
import { resolveAnalyzer, checkRef } from '../analyzers/resolve-analyzer.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { foreignMembers } from '../errors/foreign-members.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError, type InputIssue } from '../errors/invalid-input-error.ts';
import { normalizeFilter } from '../filters/normalize-filter.ts';
import type { AnalyzerAccess, AnalyzerRef } from '../model/analyzer.ts';
import type { Filter, FilterInput } from '../model/archive-rule.ts';
import type { Finding, FindingStatus } from '../model/finding.ts';
import { iterateFindingPages } from './iterate-finding-pages.ts';

/** Options of {@link iterateFindings}. */
export interface IterateFindingsOptions {
  /** What the service is to return; all criteria must match. See `FILTER_KEYS` for the keys. Default: everything. */
  readonly filter?: FilterInput | undefined;
  /** Only findings of this status, or of one of these. Filtered by the service. Default: any. */
  readonly status?: FindingStatus | readonly FindingStatus[] | undefined;
  /**
   * On unused and internal analyzers, whose lists have no details: read them, one call for each finding. A finding whose
   * details fail is kept, with `detailsProblem`. External findings always have theirs.
   *
   * @defaultValue false
   */
  readonly details?: boolean | undefined;
  /**
   * `auto`: where there is a second page, the rest is read in several slices at once (by resource type, then by owner
   * account), since page tokens come one after the other. For large analyzers; a small one costs more requests. The same
   * findings, in no order. Falls back to the plain reading where the slices are not certainly complete.
   *
   * @defaultValue false
   */
  readonly partition?: 'auto' | false | undefined;
  /** Findings on a page. AWS documents no limit; 1,000 was accepted. Default: AWS's own. */
  readonly pageSize?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS = { filter: true, status: true, details: true, partition: true, pageSize: true, signal: true } as const;

/**
 * Reads an analyzer's findings, lazily: at most one page is on its way ahead of the one in use, and requests stop when the
 * consumer stops; with `partition: 'auto'`, 16 requests and 16 pages at most. Each finding comes once (the ids of the last
 * 100,000 findings are remembered, of all findings with `partition: 'auto'`, in some 25 bytes each; one that was reopened
 * in between comes again, as ACTIVE).
 *
 * `analyzer` is the object that {@link listAnalyzers} gave, or an ARN or a name, which costs one GetAnalyzer. The generator throws where reading fails, after the findings that were read before: catch it, or they look like all.
 *
 * IAM actions: `access-analyzer:GetAnalyzer`, `access-analyzer:GetFinding`, `access-analyzer:ListFindings`.
 *
 * @throws {@link InvalidInputError} at once for a wrong argument; on a pull an error with code `REGION_MISMATCH` for
 * another Region's analyzer, {@link AwsCallError} when a page cannot be read, `signal.reason` on an abort.
 *
 * @example
 * ```ts
 * for await (const finding of iterateFindings(client, analyzer, { filter: { isPublic: { eq: true } } })) {
 *   console.log(finding.resource, finding.status);
 * }
 * ```
 */
export function iterateFindings(
  client: AccessAnalyzerClientLike,
  analyzer: AnalyzerRef,
  options: IterateFindingsOptions = {},
): AsyncGenerator<Finding, void, undefined> {
  checkRef(analyzer);
  checkOptions(options);
  const foreign = foreignMembers(options, OPTIONS);
  if (foreign.length > 0) throw new InvalidInputError('options', foreign);
  checkPageSize(options.pageSize);
  checkPartition(options.partition);
  findingFilter(options);
  return readFindings(client, analyzer, options);
}

/**
 * Reads an analyzer's ACTIVE findings: those that are open, filtered by the service. The same as {@link iterateFindings} with
 * `status: 'ACTIVE'`.
 *
 * IAM actions: `access-analyzer:GetAnalyzer`, `access-analyzer:GetFinding`, `access-analyzer:ListFindings`.
 *
 * @throws as {@link iterateFindings}.
 *
 * @example
 * ```ts
 * for await (const finding of iterateActiveFindings(client, analyzer)) console.log(finding.resource);
 * ```
 */
export function iterateActiveFindings(
  client: AccessAnalyzerClientLike,
  analyzer: AnalyzerRef,
  options: Omit<IterateFindingsOptions, 'status'> = {},
): AsyncGenerator<Finding, void, undefined> {
  return iterateFindings(client, analyzer, { ...options, status: 'ACTIVE' });
}

async function* readFindings(
  client: AccessAnalyzerClientLike,
  ref: AnalyzerRef,
  { details, filter, pageSize, partition, signal, status }: IterateFindingsOptions,
): AsyncGenerator<Finding, void, undefined> {
  const analyzer = await resolveAnalyzer(client, ref, { signal });
  const pages = iterateFindingPages(client, analyzer, {
    filter: findingFilter({ filter, status, access: analyzer.access }),
    details,
    pageSize,
    partition,
    signal,
  });
  // Not `yield*`, which costs each finding twice as much.
  for await (const page of pages) {
    for (const finding of page) {
      yield finding;
      signal?.throwIfAborted();
    }
  }
}

/**
 * The filter to send for `filter` and `status` together; undefined when neither asks for anything.
 *
 * @throws {@link InvalidInputError} also when both name the status: AWS has no way to say "and" for one key.
 */
export function findingFilter(options: {
  readonly filter?: FilterInput | undefined;
  readonly status?: FindingStatus | readonly FindingStatus[] | undefined;
  readonly access?: AnalyzerAccess | undefined;
}): Filter | undefined {
  const { access, filter = {}, status } = options;
  const normal = normalizeFilter(filter, { use: 'list', access });
  if (status === undefined) return Object.keys(normal).length === 0 ? undefined : normal;
  const statuses = typeof status === 'string' ? [status] : status;
  const issues: InputIssue[] = [];
  if (!Array.isArray(statuses) || statuses.length === 0 || statuses.includes('UNKNOWN')) {
    issues.push({ path: 'status', found: found(status), expected: 'one or more of AWS\'s statuses, such as "ACTIVE"' });
  }
  if (normal['status'] !== undefined) {
    issues.push({
      path: 'filter.status',
      found: found(filter['status']),
      expected: 'nothing beside the option status',
    });
  }
  if (issues.length > 0) throw new InvalidInputError('options', issues);
  return normalizeFilter({ ...filter, status: { eq: statuses } }, { use: 'list', access });
}

function checkPageSize(pageSize: unknown): void {
  if (pageSize === undefined || (Number.isSafeInteger(pageSize) && (pageSize as number) >= 1)) return;
  throw new InvalidInputError('options', [
    { path: 'pageSize', found: found(pageSize), expected: 'a whole number from 1 on' },
  ]);
}

function checkPartition(partition: unknown): void {
  if (partition === undefined || partition === false || partition === 'auto') return;
  throw new InvalidInputError('options', [{ path: 'partition', found: found(partition), expected: '"auto" or false' }]);
}
