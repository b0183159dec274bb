import type { FakeHttpResponse } from '../../types.ts';
import type { Filter } from '../../../model/archive-rule.ts';
import { compareStrings } from '../../../model/compare.ts';
import type { PagePosition } from '../../page-tokens.ts';
import { fieldError, validationError } from '../../service-error.ts';
import { analyzerKind, type AnalyzerState } from '../../state/analyzer-state.ts';
import { firstFrom, groupedPositions } from '../../state/finding-groups.ts';
import type { StoredFinding } from '../../state/stored-finding.ts';
import type { World } from '../../state/world.ts';
import { json, type Call } from '../service.ts';
import { matches, readFilter } from './filters.ts';
import { toFindingV1, toFindingV2Summary } from './finding-json.ts';
import { analyzerByArn } from './lookup.ts';
import { pageEnd, pageLimit, pageStart } from './paging.ts';

/** ListFindings: external analyzers only, with who and what. */
export function listFindings(call: Call): FakeHttpResponse {
  const analyzer = analyzerByArn(call, 'ListFindings');
  refuseOtherThanExternal(call, analyzer);
  return list(call, analyzer, toFindingV1);
}

/** ListFindingsV2: any analyzer, without who and what. */
export function listFindingsV2(call: Call): FakeHttpResponse {
  return list(call, analyzerByArn(call, 'ListFindings'), toFindingV2Summary);
}

/** @throws ServiceError on an unused or internal access analyzer, which the first version of the API does not know */
export function refuseOtherThanExternal(call: Call, analyzer: AnalyzerState): void {
  if (analyzerKind(analyzer.type) === 'external') return;
  throw validationError(`${call.operation} is not supported for analyzers of type ${analyzer.type}`, 'notSupported', [
    { name: 'analyzerArn', message: 'must be the ARN of an external access analyzer' },
  ]);
}

function list(
  call: Call,
  analyzer: AnalyzerState,
  toJson: (finding: StoredFinding) => Record<string, unknown>,
): FakeHttpResponse {
  const filter = readFilter(call.input['filter'], 'list');
  const sort = readSort(call.input['sort']);
  const query = [analyzer.arn, filter, sort ?? null];
  const limit = pageLimit(call, analyzer.pageSize);
  const start: PagePosition = pageStart(call, query) ?? { position: 0, emptyPages: analyzer.emptyPages };
  if ((start.emptyPages ?? 0) > 0) {
    const next = { position: start.position, emptyPages: (start.emptyPages ?? 0) - 1 };
    return json({ findings: [], ...pageEnd(call, query, next) });
  }
  const { page, next } =
    sort === undefined
      ? scanPage(candidates(call.world, analyzer, filter, start.position), limit)
      : sortedPage(candidates(call.world, analyzer, filter, 0), sort, start.position, limit);
  const nextPosition = next === undefined ? undefined : { position: next, emptyPages: analyzer.emptyPages };
  return json({ findings: page.map(toJson), ...pageEnd(call, query, nextPosition) });
}

/** The findings that match, from a position on. Where an index tells where they are, not all are looked through. */
function* candidates(
  world: World,
  analyzer: AnalyzerState,
  filter: Filter,
  start: number,
): Generator<readonly [number, StoredFinding]> {
  const store = analyzer.findings;
  const indexed =
    resourcePositions(analyzer, filter) ??
    groupedPositions(store, filter, (finding, split) => matches(world, finding, split));
  const all = indexed === undefined ? store.from(start) : at(store, indexed, start);
  for (const entry of all) if (isKept(world, entry[1]) && matches(world, entry[1], filter)) yield entry;
}

function resourcePositions({ findings }: AnalyzerState, filter: Filter): readonly number[] | undefined {
  const resources = filter['resource']?.eq;
  if (resources === undefined) return undefined;
  return [...new Set(resources)]
    .flatMap((resource) => findings.positionsOf(resource))
    .sort((left, right) => left - right);
}

function* at(
  store: AnalyzerState['findings'],
  positions: readonly number[],
  start: number,
): Generator<readonly [number, StoredFinding]> {
  for (let index = firstFrom(positions, start); index < positions.length; index += 1) {
    const position = positions[index] ?? store.end;
    const finding = store.at(position);
    if (finding !== undefined) yield [position, finding];
  }
}

const DAY = 24 * 60 * 60 * 1000;

/** Resolved findings are deleted some time after they were resolved. */
export function isKept(world: World, finding: StoredFinding): boolean {
  const { resolvedRetentionDays } = world.behavior;
  if (resolvedRetentionDays === undefined || finding.status !== 'RESOLVED') return true;
  return world.now().getTime() - Date.parse(finding.updatedAt) <= resolvedRetentionDays * DAY;
}

interface Page {
  readonly page: readonly StoredFinding[];
  readonly next?: number | undefined;
}

/** Looks one match ahead, so that the last page has no token. */
function scanPage(found: Iterable<readonly [number, StoredFinding]>, limit: number): Page {
  const page: StoredFinding[] = [];
  for (const [position, finding] of found) {
    if (page.length === limit) return { page, next: position };
    page.push(finding);
  }
  return { page };
}

function sortedPage(found: Iterable<readonly [number, StoredFinding]>, sort: Sort, start: number, limit: number): Page {
  const direction = sort.orderBy === 'DESC' ? -1 : 1;
  const all = [...found]
    .map(([, finding]) => finding)
    .sort(
      (left, right) =>
        direction * compareStrings(attribute(left, sort), attribute(right, sort)) || compareStrings(left.id, right.id),
    );
  const end = start + limit;
  return { page: all.slice(start, end), next: end < all.length ? end : undefined };
}

interface Sort {
  readonly attributeName: string;
  readonly orderBy: 'ASC' | 'DESC';
}

function readSort(value: unknown): Sort | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { attributeName, orderBy = 'ASC' } = value as { attributeName?: unknown; orderBy?: unknown };
  if (orderBy !== 'ASC' && orderBy !== 'DESC') throw fieldError('sort.orderBy', 'must be ASC or DESC');
  if (attributeName === undefined) return undefined;
  if (typeof attributeName !== 'string') throw fieldError('sort.attributeName', 'must be a string');
  return { attributeName, orderBy };
}

function attribute(finding: StoredFinding, { attributeName }: Sort): string {
  const value = new Map<string, unknown>(Object.entries(finding)).get(attributeName);
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
