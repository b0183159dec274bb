import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { iteratePages } from '../clients/iterate-pages.ts';
import type { Analyzer } from '../model/analyzer.ts';
import type { Filter } from '../model/archive-rule.ts';
import type { Finding } from '../model/finding.ts';
import { createFindingListing, type FindingListing, type FindingListingOptions } from './finding-listing.ts';
import { createRepeats, type Repeats } from './repeats.ts';

/** Options of {@link iterateFindingPages}. */
export interface IterateFindingPagesOptions extends FindingListingOptions {
  /** As AWS takes it. */
  readonly filter?: Filter | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads an analyzer's findings page by page, so that a caller keeps the findings of the pages before one that fails. A
 * page that holds something that is no finding is yielded without it before the failure is thrown.
 *
 * External analyzers are read with ListFindings, whose page has the details; all others, also of types that this release does
 * not know, with ListFindingsV2, and GetFindingV2 for each finding when details are asked for.
 *
 * @throws {@link AwsCallError}; `signal.reason` on an abort.
 */
export function iterateFindingPages(
  client: AccessAnalyzerClientLike,
  analyzer: Analyzer,
  options: IterateFindingPagesOptions = {},
): AsyncGenerator<readonly Finding[], void, undefined> {
  const listing = createFindingListing(client, analyzer, options);
  return iterateOneByOne(listing, { ...options, repeats: createRepeats() });
}

/** Reads the pages one after the other, as AWS hands out their tokens. */
async function* iterateOneByOne(
  listing: FindingListing,
  options: {
    readonly filter?: Filter | undefined;
    readonly signal?: AbortSignal | undefined;
    readonly repeats: Repeats;
  },
): AsyncGenerator<readonly Finding[], void, undefined> {
  const { filter, repeats, signal } = options;
  const pages = iteratePages({ ...listing.context, signal, fetchPage: listing.pagesOf(filter) });
  for await (const items of pages) {
    const { failure, findings } = listing.toFindings(items);
    yield await listing.complete(
      findings.filter((finding) => !repeats.isRepeat(finding)),
      signal,
    );
    if (failure !== undefined) throw failure;
  }
}
