interface Watch {
  readonly callbacks: Set<() => void>;
  readonly listener: () => void;
}

/** A cache and no state: without it only the number of listeners would differ, and an entry lives no longer than its signal. */
const watches = new WeakMap<AbortSignal, Watch>();

/**
 * Calls `callback` when the signal is aborted, at once when it is already; the function that comes back lets go. However many
 * watch one signal, it carries a single listener, so that Node's `MaxListenersExceededWarning` (11 requests on one signal
 * suffice) never shows and the caller's signal needs no `setMaxListeners`; the last one that lets go removes it.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) {
    callback();
    return () => undefined;
  }
  const watch = watches.get(signal) ?? startWatch(signal);
  watch.callbacks.add(callback);
  return () => {
    if (!watch.callbacks.delete(callback) || watch.callbacks.size > 0) return;
    signal.removeEventListener('abort', watch.listener);
    watches.delete(signal);
  };
}

function startWatch(signal: AbortSignal): Watch {
  const callbacks = new Set<() => void>();
  const listener = (): void => {
    watches.delete(signal);
    const waiting = [...callbacks];
    // Emptied first, so that nobody who lets go while the others are told ends a watch that is over.
    callbacks.clear();
    for (const callback of waiting) callback();
  };
  signal.addEventListener('abort', listener, { once: true });
  const watch = { callbacks, listener };
  watches.set(signal, watch);
  return watch;
}
