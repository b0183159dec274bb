/** A signal that follows another one, and the way to let go of it. */
export interface LinkedSignal {
  readonly signal: AbortSignal;
  /** Aborts this signal alone. */
  abort(reason: unknown): void;
  /** Lets go: the followed signal no longer knows this one. */
  unlink(): void;
}

interface Link {
  readonly followers: Set<AbortController>;
  readonly onAbort: () => void;
}

/** A cache and no state: without it only the number of listeners would differ, and an entry lives no longer than its signal. */
const links = new WeakMap<AbortSignal, Link>();

/**
 * A signal of its own for one piece of work, aborted when `parent` is. However many follow one parent, it carries a single
 * listener, so that Node's `MaxListenersExceededWarning` (11 requests on one signal suffice) never shows and the
 * caller's signal needs no `setMaxListeners`; the last one that lets go removes it.
 */
export function linkSignal(parent: AbortSignal | undefined): LinkedSignal {
  const controller = new AbortController();
  const abort = (reason: unknown): void => {
    controller.abort(reason);
  };
  if (parent === undefined) return { signal: controller.signal, abort, unlink: () => undefined };
  if (parent.aborted) {
    controller.abort(parent.reason);
    return { signal: controller.signal, abort, unlink: () => undefined };
  }
  const link = links.get(parent) ?? addLink(parent);
  link.followers.add(controller);
  return {
    signal: controller.signal,
    abort,
    unlink: () => {
      if (!link.followers.delete(controller) || link.followers.size > 0) return;
      parent.removeEventListener('abort', link.onAbort);
      if (links.get(parent) === link) links.delete(parent);
    },
  };
}

function addLink(parent: AbortSignal): Link {
  const followers = new Set<AbortController>();
  const onAbort = (): void => {
    links.delete(parent);
    const waiting = [...followers];
    followers.clear();
    for (const follower of waiting) follower.abort(parent.reason);
  };
  parent.addEventListener('abort', onAbort, { once: true });
  const link = { followers, onAbort };
  links.set(parent, link);
  return link;
}
