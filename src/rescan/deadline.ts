import { linkSignal } from '../clients/link-signal.ts';
import { sleep } from '../clients/until-aborted.ts';

/** A time that ends, whatever is under way then, and ends early on an abort. */
export interface Deadline extends Disposable {
  elapsedMs(): number;
  /** Waits; false when the time is over before. Rejects with the caller's reason on an abort. */
  wait(milliseconds: number): Promise<boolean>;
  /** Runs work that obeys the signal it is given; undefined when the time ended it. */
  run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined>;
}

/** Starts the time. Measured by the monotonic clock, so that a corrected wall clock neither ends nor lengthens it. */
export function startDeadline(timeoutMs: number, signal: AbortSignal | undefined): Deadline {
  const started = performance.now();
  const link = linkSignal(signal);
  const over = new Error('The time is over.');
  const timer = setTimeout(() => {
    link.abort(over);
  }, timeoutMs);
  const elapsedMs = (): number => performance.now() - started;
  const isOver = (): boolean => link.signal.aborted && signal?.aborted !== true;
  return {
    elapsedMs,
    async wait(milliseconds) {
      signal?.throwIfAborted();
      if (isOver()) return false;
      try {
        await sleep(milliseconds, link.signal);
        return true;
      } catch (error) {
        signal?.throwIfAborted();
        if (error === over) return false;
        throw error;
      }
    },
    async run(work) {
      signal?.throwIfAborted();
      if (isOver()) return undefined;
      try {
        return await work(link.signal);
      } catch (error) {
        signal?.throwIfAborted();
        if (isOver()) return undefined;
        throw error;
      }
    },
    [Symbol.dispose]() {
      clearTimeout(timer);
      link.unlink();
    },
  };
}
