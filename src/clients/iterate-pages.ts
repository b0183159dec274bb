import { AwsCallError } from '../errors/aws-call-error.ts';
import { found } from '../errors/found.ts';
import { linkSignal } from './link-signal.ts';
import { makeProblem, type ProblemContext } from './to-problem.ts';

/** One answer of a paged operation, before it is trusted. */
export interface RawPage {
  /** The member that holds the list. */
  readonly items: unknown;
  readonly nextToken: string | undefined;
}

/** How the pages are fetched, and where, for the error message. */
export interface IteratePagesOptions extends ProblemContext {
  readonly fetchPage: (nextToken: string | undefined, signal: AbortSignal) => Promise<RawPage>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Follows page tokens to the end and yields each page's items, empty pages too. While a page is being used the next one is on its
 * way, never more; when the consumer stops, that request is aborted. A page is always yielded before what goes wrong
 * after it is thrown, so nothing that was read is lost.
 *
 * Two answers that the SDK's paginators take for an end or for a page are errors here, since either would pass for "no
 * findings": the same token twice (`repeated-token`), and a last page without the list (`malformed-response`: an empty
 * body from a proxy looks like that).
 *
 * @throws {@link AwsCallError}; `signal.reason` on an abort.
 */
export async function* iteratePages(options: IteratePagesOptions): AsyncGenerator<readonly unknown[], void, undefined> {
  const { fetchPage, signal } = options;
  signal?.throwIfAborted();
  const link = linkSignal(signal);
  const seen = new Set<string>();
  const fetch = (token: string | undefined): Promise<RawPage> => {
    const page = fetchPage(token, link.signal);
    // It may fail while the page before it is still in use; it is awaited, and so reported, after that.
    page.catch(() => undefined);
    return page;
  };
  try {
    let pending = fetch(undefined);
    while (true) {
      const page = await pending;
      const token = page.nextToken === '' ? undefined : page.nextToken;
      const items = listOf(page, token, options);
      const repeated = token !== undefined && seen.has(token);
      if (token !== undefined) seen.add(token);
      const next = token === undefined || repeated ? undefined : fetch(token);
      yield items;
      signal?.throwIfAborted();
      if (repeated) {
        throw new AwsCallError(makeProblem('repeated-token', 'the same page token came twice', options));
      }
      if (next === undefined) return;
      pending = next;
    }
  } finally {
    link.abort(new DOMException('The consumer stopped.', 'AbortError'));
    link.unlink();
  }
}

function listOf({ items }: RawPage, token: string | undefined, context: ProblemContext): readonly unknown[] {
  if (Array.isArray(items)) return items;
  if ((items === undefined || items === null) && token !== undefined) return [];
  const what = `expected a list in the answer and found ${found(items)}`;
  throw new AwsCallError(makeProblem('malformed-response', what, context));
}
