import { createPageCursor, type CursorPage, type PageCursor } from '../../clients/page-cursor.ts';
import type { Filter } from '../../model/archive-rule.ts';
import type { Finding } from '../../model/finding.ts';
import type { FindingListing } from '../finding-listing.ts';
import type { RawFindingsPage } from '../list-findings-page.ts';
import { SLICE_KEYS, sliceFilter, sliceValue, type Slice, type SliceKey } from './slice.ts';
import type { SeenValues } from './split-slice.ts';

/** Reads one slice, page by page, and remembers what its findings are like. */
export interface SliceReader {
  readonly slice: Slice;
  /** Pages read so far. */
  readonly pages: number;
  readonly seen: SeenValues;
  /** The ids on the first page: should the slice be split, its parts must show them again. */
  readonly firstIds: readonly string[];
  /** Asks for the next page. After a failure the same page can be asked for again. */
  next(signal: AbortSignal): Promise<CursorPage<RawFindingsPage>>;
  /** Takes note of the findings of the page that {@link SliceReader.next} gave. */
  note(findings: readonly Finding[]): void;
}

/** Makes a reader at the start of a slice. */
export function createSliceReader(listing: FindingListing, filter: Filter | undefined, slice: Slice): SliceReader {
  const fetchPage = listing.pagesOf(sliceFilter(filter, slice));
  const cursor: PageCursor<RawFindingsPage> = createPageCursor(fetchPage, listing.context);
  const counts: Record<SliceKey, Map<string, number>> = { resourceType: new Map(), resourceOwnerAccount: new Map() };
  const lacking = new Set<SliceKey>();
  const keys = SLICE_KEYS.filter((key) => slice[key] === undefined);
  let firstIds: readonly string[] = [];
  let pages = 0;
  return {
    slice,
    seen: { counts, lacking },
    get pages() {
      return pages;
    },
    get firstIds() {
      return firstIds;
    },
    next: (signal) => cursor.next(signal),
    note: (findings) => {
      pages += 1;
      // What can no longer be split need not be known any better.
      if (keys.length === 0) return;
      if (pages === 1) firstIds = findings.map(({ id }) => id);
      for (const key of keys) {
        for (const finding of findings) {
          const value = sliceValue(finding, key);
          if (value === undefined) lacking.add(key);
          else counts[key].set(value, (counts[key].get(value) ?? 0) + 1);
        }
      }
    },
  };
}
