import { onAbort } from './on-abort.ts';

/** A signal that follows another one, and the way to let go of it. */
export interface LinkedSignal {
  readonly signal: AbortSignal;
  /** Aborts this signal alone. */
  abort(reason: unknown): void;
  /** Lets go: the followed signal no longer knows this one. */
  unlink(): void;
}

/** A signal of its own for one piece of work, aborted when `parent` is; on the parent it costs no listener of its own ({@link onAbort}). */
export function linkSignal(parent: AbortSignal | undefined): LinkedSignal {
  const controller = new AbortController();
  const unlink =
    parent === undefined
      ? () => undefined
      : onAbort(parent, () => {
          controller.abort(parent.reason);
        });
  return {
    signal: controller.signal,
    abort: (reason) => {
      controller.abort(reason);
    },
    unlink,
  };
}
