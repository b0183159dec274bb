import { linkSignal } from './link-signal.ts';
import { createPageCursor, type CursorPage, type FetchPage } from './page-cursor.ts';
import type { ProblemContext } from './to-problem.ts';

export type { RawPage } from './page-cursor.ts';

/** How the pages are fetched, and where, for the error message. */
export interface IteratePagesOptions extends ProblemContext {
  readonly fetchPage: FetchPage;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Follows page tokens to the end and yields each page's items, empty pages too. While a page is being used the next one is on its
 * way, never more; when the consumer stops, that request is aborted. A page is always yielded before what goes wrong
 * after it is thrown, so nothing that was read is lost.
 *
 * @throws {@link AwsCallError}, also for what {@link createPageCursor} does not take for a list; `signal.reason` on an abort.
 */
export async function* iteratePages(options: IteratePagesOptions): AsyncGenerator<readonly unknown[], void, undefined> {
  const { fetchPage, signal } = options;
  signal?.throwIfAborted();
  const link = linkSignal(signal);
  const cursor = createPageCursor(fetchPage, options);
  const fetch = (): Promise<CursorPage> => {
    const page = cursor.next(link.signal);
    // It may fail while the page before it is still in use; it is awaited, and so reported, after that.
    page.catch(() => undefined);
    return page;
  };
  try {
    let pending = fetch();
    while (true) {
      const { done, failure, items } = await pending;
      const next = done ? undefined : fetch();
      yield items;
      signal?.throwIfAborted();
      if (failure !== undefined) throw failure;
      if (next === undefined) return;
      pending = next;
    }
  } finally {
    link.abort(new DOMException('The consumer stopped.', 'AbortError'));
    link.unlink();
  }
}
