import { untilAborted } from './until-aborted.ts';

/**
 * One call for all who ask while it is under way. Each may stop waiting by a signal of its own; when nobody waits any more, the call
 * is aborted.
 */
export function shareCall<T>(
  call: (signal: AbortSignal) => Promise<T>,
): (signal: AbortSignal | undefined) => Promise<T> {
  interface UnderWay {
    readonly controller: AbortController;
    readonly answer: Promise<T>;
    waiting: number;
  }
  let current: UnderWay | undefined;

  const begin = (): UnderWay => {
    const controller = new AbortController();
    const begun: UnderWay = { controller, answer: call(controller.signal), waiting: 0 };
    const end = (): void => {
      if (current === begun) current = undefined;
    };
    begun.answer.then(end, end);
    return begun;
  };

  return async (signal) => {
    signal?.throwIfAborted();
    const joined = (current ??= begin());
    joined.waiting += 1;
    try {
      return await untilAborted(joined.answer, signal);
    } finally {
      joined.waiting -= 1;
      if (joined.waiting === 0 && current === joined) {
        current = undefined;
        joined.controller.abort(new DOMException('Nobody waits for the answer any more.', 'AbortError'));
      }
    }
  };
}
