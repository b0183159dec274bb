import { onAbort } from './on-abort.ts';

/**
 * Settles as `work` does, or rejects with `signal.reason` as soon as the signal is aborted, whichever is first. For work
 * that does not listen to the signal itself (the SDK while it resolves credentials, a stuck stream). A later failure of
 * the abandoned work is not an unhandled rejection.
 */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise<T>((resolve, reject) => {
    const letGo = onAbort(signal, () => {
      reject(signal.reason);
    });
    work.then(
      (value) => {
        letGo();
        resolve(value);
      },
      (error: unknown) => {
        letGo();
        reject(error);
      },
    );
  });
}

/** The longest time that a timer takes, some 24 days: for a longer one Node's goes off at once. */
export const LONGEST_TIMER_MS: number = 2 ** 31 - 1;

/** Waits, and stops waiting (rejecting with `signal.reason`) when the signal is aborted; no timer is left behind. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const elapsed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  try {
    await untilAborted(elapsed, signal);
  } finally {
    clearTimeout(timer);
  }
}
