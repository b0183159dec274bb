import { fieldError } from '../../service-error.ts';
import type { PagePosition } from '../../page-tokens.ts';
import type { Call } from '../service.ts';

/** How many items a page of this request has. */
export function pageLimit(call: Call, pageSize?: number): number {
  const { pageSize: usual = 100, maxPageSize = 1000 } = call.world.behavior;
  const { maxResults } = call.input;
  if (maxResults === undefined) return pageSize ?? usual;
  if (typeof maxResults !== 'number' || !Number.isInteger(maxResults) || maxResults < 1 || maxResults > maxPageSize) {
    throw fieldError('maxResults', `must be an integer between 1 and ${maxPageSize}`);
  }
  return maxResults;
}

/** Where the page of this request starts. Tokens are good for the same operation, caller, Region and query only. */
export function pageStart(call: Call, query: unknown): PagePosition | undefined {
  const { nextToken } = call.input;
  if (nextToken === undefined) return undefined;
  if (typeof nextToken !== 'string') throw fieldError('nextToken', 'must be a string');
  return call.world.pageTokens.read(bound(call, query), nextToken);
}

/** `{ nextToken }`, or nothing at the end. */
export function pageEnd(call: Call, query: unknown, next: PagePosition | undefined): { readonly nextToken?: string } {
  return next === undefined ? {} : { nextToken: call.world.pageTokens.issue(bound(call, query), next) };
}

/** A page of a list that is at hand. */
export function listPage<T>(
  call: Call,
  query: unknown,
  items: readonly T[],
  pageSize?: number,
): { readonly page: readonly T[]; readonly nextToken?: string } {
  const limit = pageLimit(call, pageSize);
  const start = pageStart(call, query)?.position ?? 0;
  const end = start + limit;
  return { page: items.slice(start, end), ...pageEnd(call, query, end < items.length ? { position: end } : undefined) };
}

function bound(call: Call, query: unknown): unknown {
  return [call.operation, call.principal.account.id, call.region, query];
}
