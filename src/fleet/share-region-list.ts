import { shareCall } from '../clients/share-call.ts';
import { listRegions, type RegionList } from '../regions/list-regions.ts';

type ListRegions = typeof listRegions;

interface Asked {
  readonly auditId: string;
  readonly ask: (signal: AbortSignal | undefined) => Promise<RegionList>;
  /** What was answered and when, unless asking again may do better. */
  answer?: { readonly list: RegionList; readonly at: number };
}

/** An audit may bear the id of an earlier one, and its tasks may be days apart: Regions are enabled meanwhile. */
const FRESH_MS = 60_000;

/** A cache and no state: without it there would only be more calls. An entry lives no longer than the clients that asked. */
const lists = new WeakMap<object, Asked>();

/**
 * ListRegions for the tasks of one audit that share an account's clients: asked once for all of its Regions (AWS allows five
 * calls a second), and again only after a failure that may pass, or when the answer is a minute old.
 */
export function shareRegionList(auditId: string): ListRegions {
  return async (clients, options) => {
    const signal = options?.signal;
    signal?.throwIfAborted();
    const known = lists.get(clients);
    const asked: Asked =
      known?.auditId === auditId
        ? known
        : { auditId, ask: shareCall(async (shared) => listRegions(clients, { signal: shared })) };
    if (asked !== known) lists.set(clients, asked);
    if (asked.answer !== undefined && isFresh(asked.answer.at)) return asked.answer.list;
    const list = await asked.ask(signal);
    if (list.problem?.retryable !== true) asked.answer = { list, at: Date.now() };
    return list;
  };
}

/** The clock may have been put back. */
function isFresh(at: number): boolean {
  return Math.abs(Date.now() - at) < FRESH_MS;
}
