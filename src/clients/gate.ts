import pLimit from 'p-limit';
import { onAbort } from './on-abort.ts';

/** The one limit on AWS requests in flight. */
export interface Gate {
  /**
   * Runs the task when a place is free, and holds the place until the task has settled. Waiting is first come, first
   * served. An abort while waiting rejects at once with `signal.reason`, and the task is never begun.
   */
  run<T>(task: () => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
  /** How many hold a place. */
  readonly active: number;
}

/** A gate with `concurrency` places. */
export function createGate(concurrency: number): Gate {
  const limit = pLimit(concurrency);
  return {
    get active() {
      return limit.activeCount;
    },
    run: <T>(task: () => Promise<T>, signal: AbortSignal | undefined) => enter(limit, task, signal),
  };
}

/**
 * p-limit cannot take a single entry out of its queue. An aborted caller therefore leaves by itself, and the entry that
 * it leaves behind gives its place back as soon as it gets one.
 */
function enter<T>(
  limit: ReturnType<typeof pLimit>,
  task: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const leave = (): void => {
      reject(signal?.reason);
    };
    if (signal?.aborted === true) {
      leave();
      return;
    }
    // With a place that is free there is no waiting to be told of: the task begins with the next turn.
    const mustWait = limit.activeCount + limit.pendingCount >= limit.concurrency;
    const letGo = mustWait && signal !== undefined ? onAbort(signal, leave) : undefined;
    void limit(async () => {
      letGo?.();
      if (signal?.aborted === true) {
        leave();
        return;
      }
      await task().then(resolve, reject);
    });
  });
}
