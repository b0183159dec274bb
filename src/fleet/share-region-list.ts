import { shareCall } from '../clients/share-call.ts';
import { listRegions, type RegionList } from '../regions/list-regions.ts';

type ListRegions = typeof listRegions;

interface Asked {
  readonly auditId: string;
  readonly ask: (signal: AbortSignal | undefined) => Promise<RegionList>;
  /** What was answered, unless asking again may do better. */
  list?: RegionList;
}

/** A cache and no state: without it there would only be more calls. An entry lives no longer than the clients that asked. */
const lists = new WeakMap<object, Asked>();

/**
 * ListRegions for the tasks of one audit that share an account's clients: asked once for all of its Regions (AWS allows five
 * calls a second), and again only after a failure that may pass.
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
    if (asked.list !== undefined) return asked.list;
    const list = await asked.ask(signal);
    if (list.problem?.retryable !== true) asked.list = list;
    return list;
  };
}
