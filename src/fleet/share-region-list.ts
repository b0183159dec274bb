import { untilAborted } from '../clients/until-aborted.ts';
import { listRegions, type RegionList } from '../regions/list-regions.ts';

type ListRegions = typeof listRegions;

interface Asked {
  readonly auditId: string;
  readonly list: Promise<RegionList>;
  readonly controller: AbortController;
  /** How many still wait: when nobody does any more, the call is aborted. */
  waiting: number;
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
    const asked = known?.auditId === auditId ? known : ask(clients, auditId);
    asked.waiting += 1;
    try {
      return await untilAborted(asked.list, signal);
    } finally {
      asked.waiting -= 1;
      if (asked.waiting === 0 && signal?.aborted === true) forget(clients, asked);
    }
  };
}

function ask(clients: Parameters<ListRegions>[0], auditId: string): Asked {
  const controller = new AbortController();
  const list = listRegions(clients, { signal: controller.signal });
  const asked = { auditId, list, controller, waiting: 0 };
  lists.set(clients, asked);
  list.then(
    ({ problem }) => {
      if (problem?.retryable === true) forget(clients, asked);
    },
    () => undefined,
  );
  return asked;
}

function forget(clients: object, asked: Asked): void {
  if (lists.get(clients) === asked) lists.delete(clients);
  asked.controller.abort(new DOMException('Nobody waits for the Regions any more.', 'AbortError'));
}
