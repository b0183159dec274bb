import { linkSignal } from '../../clients/link-signal.ts';
import { AwsCallError } from '../../errors/aws-call-error.ts';
import type { ProblemCode } from '../../errors/problem.ts';
import type { AnalyzerAccess } from '../../model/analyzer.ts';
import type { Filter } from '../../model/archive-rule.ts';
import type { Finding } from '../../model/finding.ts';
import type { FindingListing } from '../finding-listing.ts';
import type { Repeats } from '../repeats.ts';
import { createAdaptiveWidth, type RequestOutcome } from './adaptive-width.ts';
import { createSliceReader, type SliceReader } from './slice-reader.ts';
import { isOutside, type Slice } from './slice.ts';
import { splitSlice } from './split-slice.ts';

/** Options of {@link iterateSlices}. */
export interface IterateSlicesOptions {
  readonly filter?: Filter | undefined;
  /** What the analyzer looks for. */
  readonly access: AnalyzerAccess;
  readonly repeats: Repeats;
  /** Told once, when a second page shows that slices are worth their while. */
  readonly onSlices?: (() => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Requests at once, to begin with and at most; as many pages again may wait for the consumer. */
const WIDTH = { first: 4, most: 16 };

/** Pages of a slice before it counts as long. Splitting it reads them once more. */
const LONG = 3;

/**
 * Reads an analyzer's findings in slices, many at once. First one page of all; where there is a second one, the rest in slices
 * that are disjoint and complete. A slice that turns out long is split again as soon as there is room for more requests.
 *
 * Returns whether that is certainly all. It is not when the service refused a slice's filter or answered outside it, when a
 * finding of the first page of what was split did not come again in its parts, or when the slices held nothing: an empty
 * answer to a filter proves too little. Then everything has to be read plainly.
 *
 * A throttled request narrows how many are made at once, and is made again; only one that is throttled when it is alone has
 * failed. After a failure nothing more is asked for, and what was under way is yielded before the failure is thrown.
 *
 * @throws {@link AwsCallError}; `signal.reason` on an abort.
 */
export async function* iterateSlices(
  listing: FindingListing,
  { access, filter, onSlices, repeats, signal }: IterateSlicesOptions,
): AsyncGenerator<readonly Finding[], boolean, undefined> {
  signal?.throwIfAborted();
  const link = linkSignal(signal);
  const width = createAdaptiveWidth(WIDTH);
  /** Slices with a page to ask for. Those that have begun come first, lest their page tokens grow old. */
  const waiting: SliceReader[] = [createSliceReader(listing, filter, {})];
  const pages: (readonly Finding[])[] = [];
  /** What the parts of a split slice must still show. */
  const awaited = new Set<string>();
  const state = {
    running: 0,
    sliced: false,
    sliceFindings: 0,
    doubtful: false,
    stopped: false,
    failure: undefined as { readonly reason: unknown } | undefined,
  };
  let wake: () => void = () => undefined;

  const split = (reader: SliceReader): boolean => {
    const isRoot = !state.sliced;
    if (!isRoot && (reader.pages < LONG || state.running + waiting.length >= width.value)) return false;
    const parts = splitSlice(reader.slice, { filter, access, seen: reader.seen });
    if (parts === undefined) return false;
    for (const id of reader.firstIds) awaited.add(id);
    waiting.push(...parts.map((part) => createSliceReader(listing, filter, part)));
    if (!state.sliced) onSlices?.();
    state.sliced = true;
    return true;
  };

  const take = async (reader: SliceReader, outcome: RequestOutcome): Promise<void> => {
    const page = await reader.next(link.signal);
    if (page.raw.attempts > 1) outcome.strained();
    else outcome.succeeded();
    const { failure: malformed, findings } = listing.toFindings(page.items);
    reader.note(findings);
    if (isPart(reader.slice)) {
      state.sliceFindings += findings.length;
      for (const finding of findings) {
        awaited.delete(finding.id);
        if (isOutside(finding, reader.slice)) state.doubtful = true;
      }
    }
    const fresh = findings.filter((finding) => !repeats.isRepeat(finding));
    pages.push(await listing.complete(fresh, link.signal));
    const broken = malformed ?? page.failure;
    if (broken !== undefined) state.failure ??= { reason: broken };
    else if (!page.done && !split(reader)) waiting.unshift(reader);
  };

  const run = async (reader: SliceReader): Promise<void> => {
    const isAlone = width.value === 1;
    const outcome = width.begin();
    state.running += 1;
    try {
      await take(reader, outcome);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'throttled') outcome.strained();
      if (code === 'throttled' && !isAlone) waiting.unshift(reader);
      else if (code === 'invalid-request' && isPart(reader.slice)) state.doubtful = true;
      else state.failure ??= { reason: error };
    } finally {
      state.running -= 1;
      advance();
      wake();
    }
  };

  const advance = (): void => {
    while (
      !state.stopped &&
      !state.doubtful &&
      state.failure === undefined &&
      state.running < width.value &&
      pages.length < WIDTH.most
    ) {
      const reader = waiting.shift();
      if (reader === undefined) return;
      void run(reader);
    }
  };

  try {
    while (true) {
      advance();
      const page = pages.shift();
      if (page !== undefined) yield page;
      else if (state.running === 0) break;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      signal?.throwIfAborted();
    }
  } finally {
    state.stopped = true;
    link.abort(new DOMException('The consumer stopped.', 'AbortError'));
    link.unlink();
  }
  const isAll = !state.doubtful && (!state.sliced || (state.sliceFindings > 0 && awaited.size === 0));
  if (state.failure !== undefined && !state.doubtful) throw state.failure.reason;
  return isAll;
}

function isPart(slice: Slice): boolean {
  return Object.keys(slice).length > 0;
}

function codeOf(error: unknown): ProblemCode | undefined {
  return error instanceof AwsCallError ? error.problem.code : undefined;
}
