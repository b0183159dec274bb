/** A second of back-off takes so many milliseconds less. */
const SCALE = 100;

/**
 * Runs work with real sockets, whose every timer is so much shorter: an hour of waiting is half a minute. Returns how many timers
 * were still set at its end.
 */
export async function inScaledTime<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly timersLeft: number }> {
  const real = globalThis.setTimeout;
  const realClear = globalThis.clearTimeout;
  const realNow = Date.now;
  const begun = realNow();
  // Who waits for a time, rather than for so long, must find that it has come.
  Date.now = () => begun + (realNow() - begun) * SCALE;
  const pending = new Set<unknown>();
  globalThis.setTimeout = ((callback: (...values: unknown[]) => void, ms = 0, ...values: unknown[]) => {
    const timer = real(
      () => {
        pending.delete(timer);
        callback(...values);
      },
      Math.max(1, ms / SCALE),
    );
    pending.add(timer);
    return timer;
  }) as typeof setTimeout;
  globalThis.clearTimeout = ((timer: NodeJS.Timeout | undefined) => {
    pending.delete(timer);
    realClear(timer);
  }) as typeof clearTimeout;
  try {
    const value = await work();
    // What is cleared when a socket has closed is cleared some turns later.
    for (let turn = 0; turn < 100 && pending.size > 0; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    return { value, timersLeft: pending.size };
  } finally {
    globalThis.setTimeout = real;
    globalThis.clearTimeout = realClear;
    Date.now = realNow;
  }
}
