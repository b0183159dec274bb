import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { iteratePages } from '../clients/iterate-pages.ts';
import type { Analyzer } from '../model/analyzer.ts';
import type { Filter } from '../model/archive-rule.ts';
import type { Finding } from '../model/finding.ts';
import { createFindingListing, type FindingListing, type FindingListingOptions } from './finding-listing.ts';
import { iterateSlices } from './partition/iterate-slices.ts';
import { createRepeats, type Repeats } from './repeats.ts';

/** Options of {@link iterateFindingPages}. */
export interface IterateFindingPagesOptions extends FindingListingOptions {
  /** As AWS takes it. */
  readonly filter?: Filter | undefined;
  /** `auto`: an analyzer of more than one page is read in slices, many at once. */
  readonly partition?: 'auto' | false | undefined;
  /** Told once, when slices are used. */
  readonly onSlices?: (() => void) | undefined;
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
export async function* iterateFindingPages(
  client: AccessAnalyzerClientLike,
  analyzer: Analyzer,
  options: IterateFindingPagesOptions = {},
): AsyncGenerator<readonly Finding[], void, undefined> {
  const listing = createFindingListing(client, analyzer, options);
  const { filter, onSlices, partition = false, signal } = options;
  if (partition === false) {
    yield* iterateOneByOne(listing, { filter, signal, repeats: createRepeats() });
    return;
  }
  // What was split is read again, and all of it when the slices are in doubt: every id is remembered.
  const repeats = createRepeats(Number.POSITIVE_INFINITY);
  const isAll = yield* iterateSlices(listing, { access: analyzer.access, filter, onSlices, repeats, signal });
  if (!isAll) yield* iterateOneByOne(listing, { filter, signal, repeats });
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
