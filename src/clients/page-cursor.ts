import { AwsCallError } from '../errors/aws-call-error.ts';
import { found } from '../errors/found.ts';
import { makeProblem, type ProblemContext } from './to-problem.ts';

/** One answer of a paged operation, before it is trusted. */
export interface RawPage {
  /** The member that holds the list. */
  readonly items: unknown;
  readonly nextToken: string | undefined;
}

/** Fetches the page that a token names, or the first one. */
export type FetchPage<Raw extends RawPage = RawPage> = (
  nextToken: string | undefined,
  signal: AbortSignal,
) => Promise<Raw>;

/** One page of a list. */
export interface CursorPage<Raw extends RawPage = RawPage> {
  readonly items: readonly unknown[];
  /** Whether it is the last one, or the last that can be had. */
  readonly done: boolean;
  /** Why there is none after it although it is not the end. To be thrown once the items are in use. */
  readonly failure: AwsCallError | undefined;
  readonly raw: Raw;
}

/** A place in a paged list. */
export interface PageCursor<Raw extends RawPage = RawPage> {
  /** Reads the page at the cursor and moves on. After a failure the cursor stays, so that the same page can be asked for again. */
  next(signal: AbortSignal): Promise<CursorPage<Raw>>;
}

/**
 * Follows the page tokens of a list.
 *
 * Two answers that the SDK's paginators take for an end or for a page are errors here, since either would pass for "nothing
 * there": the same token twice (`repeated-token`), and a last page without the list (`malformed-response`: an empty body
 * from a proxy looks like that).
 */
export function createPageCursor<Raw extends RawPage>(
  fetchPage: FetchPage<Raw>,
  context: ProblemContext,
): PageCursor<Raw> {
  const seen = new Set<string>();
  let token: string | undefined;
  return {
    next: async (signal) => {
      const raw = await fetchPage(token, signal);
      const following = raw.nextToken === '' ? undefined : raw.nextToken;
      const items = listOf(raw, following, context);
      const repeated = following !== undefined && seen.has(following);
      if (following !== undefined) seen.add(following);
      token = following;
      return {
        items,
        done: following === undefined || repeated,
        failure: repeated
          ? new AwsCallError(makeProblem('repeated-token', 'the same page token came twice', context))
          : undefined,
        raw,
      };
    },
  };
}

function listOf({ items }: RawPage, token: string | undefined, context: ProblemContext): readonly unknown[] {
  if (Array.isArray(items)) return items;
  if ((items === undefined || items === null) && token !== undefined) return [];
  const what = `expected a list in the answer and found ${found(items)}`;
  throw new AwsCallError(makeProblem('malformed-response', what, context));
}
