import { linkSignal, type LinkedSignal } from '../clients/link-signal.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { createFifo } from './fifo.ts';
import type { Settled } from './settled.ts';

/** Options of {@link fanOut}. */
export interface FanOutOptions {
  /**
   * Tasks that run at once at most; `Infinity` for all. It limits tasks, not requests: that is the clients' `concurrency`.
   * As many results again may wait for a slow consumer; then no new task begins.
   *
   * @defaultValue 16
   */
  readonly concurrency?: number | undefined;
  /**
   * On an abort no task begins any more, the running ones' own signal is aborted, and outcomes not pulled yet are
   * lost.
   */
  readonly signal?: AbortSignal | undefined;
}

/** What a task is told beside its item. */
export interface FanOutContext {
  /** The item's place in the input, from 0. */
  readonly index: number;
  /** Aborted when the caller aborts, and when the consumer stops: hand it to every call. */
  readonly signal: AbortSignal;
}

/**
 * Runs a task for each item and yields each outcome as it comes, in completion order. One failure never stops the rest: it is
 * an outcome like the others.
 *
 * Nothing runs before the first pull. When the consumer stops (`break`, `return()`), the running tasks' signal is
 * aborted, the items are closed, and nothing waits for either. When the items themselves fail, the outcomes of what was
 * begun come first, then the error.
 *
 * @throws {@link InvalidInputError} at once for a wrong argument; on an abort the pull rejects with `signal.reason`.
 *
 * @example
 * ```ts
 * for await (const outcome of fanOut(regions, (region, { signal }) => listAnalyzers(clients.accessAnalyzer(region), { signal }))) {
 *   if (outcome.status === 'rejected') console.error(outcome.item, outcome.reason);
 * }
 * ```
 */
export function fanOut<Item, T>(
  items: Iterable<Item> | AsyncIterable<Item>,
  task: (item: Item, context: FanOutContext) => T | PromiseLike<T>,
  { concurrency = 16, signal }: FanOutOptions = {},
): AsyncGenerator<Settled<Item, T>, void, undefined> {
  checkArguments(items, task, concurrency);
  const outcomes = createFifo<Settled<Item, T>>();
  const pulls = createFifo<PromiseWithResolvers<IteratorResult<Settled<Item, T>, void>>>();
  // Made with the first pull, so that a generator that is never used leaves no listener behind.
  let link: LinkedSignal | undefined;
  let source: Iterator<Item> | AsyncIterator<Item> | undefined;
  let running = 0;
  let begun = 0;
  let pulling = false;
  let exhausted = false;
  let finished = false;
  /** What the next pull rejects with: thrown once. */
  let failure: { readonly reason: unknown } | undefined;

  const finish = (): void => {
    if (finished) return;
    finished = true;
    link?.signal.removeEventListener('abort', onAbort);
    // Those still running are of no use to anybody now.
    if (running > 0 || pulling) link?.abort(new DOMException('The consumer stopped.', 'AbortError'));
    link?.unlink();
    if (source !== undefined && !exhausted) closeSource(source);
    for (let pull = pulls.shift(); pull !== undefined; pull = pulls.shift()) {
      if (failure === undefined) pull.resolve({ done: true, value: undefined });
      else pull.reject(failure.reason);
      failure = undefined;
    }
  };

  const onAbort = (): void => {
    failure = { reason: signal?.reason };
    finish();
  };

  const deliver = (outcome: Settled<Item, T>): void => {
    running -= 1;
    if (finished) return;
    const pull = pulls.shift();
    if (pull === undefined) outcomes.push(outcome);
    else pull.resolve({ done: false, value: outcome });
    advance();
  };

  const begin = (item: Item, taskSignal: AbortSignal): void => {
    const index = begun++;
    running += 1;
    const run = async (): Promise<T> => task(item, { index, signal: taskSignal });
    run().then(
      (value) => {
        deliver({ status: 'fulfilled', item, index, value });
      },
      (reason: unknown) => {
        deliver({ status: 'rejected', item, index, reason });
      },
    );
  };

  const pullSource = async (from: Iterator<Item> | AsyncIterator<Item>, taskSignal: AbortSignal): Promise<void> => {
    pulling = true;
    try {
      const step = await from.next();
      if (finished) return;
      if (step.done === true) exhausted = true;
      else begin(step.value, taskSignal);
    } catch (error) {
      // An iterator that threw has ended by itself.
      exhausted = true;
      if (!finished) failure = { reason: error };
    } finally {
      pulling = false;
    }
    advance();
  };

  /** Begins the next task when there is room, and ends when everything is delivered. */
  const advance = (): void => {
    if (finished || source === undefined || link === undefined) return;
    if (exhausted) {
      if (running === 0 && outcomes.size === 0 && (pulls.size > 0 || failure === undefined)) finish();
      return;
    }
    if (!pulling && running < concurrency && outcomes.size < concurrency) {
      void pullSource(source, link.signal);
    }
  };

  const next = async (): Promise<IteratorResult<Settled<Item, T>, void>> => {
    if (finished) {
      const thrown = failure;
      failure = undefined;
      if (thrown !== undefined) throw thrown.reason;
      return { done: true, value: undefined };
    }
    if (source === undefined) {
      if (signal?.aborted === true) {
        onAbort();
        return next();
      }
      link = linkSignal(signal);
      link.signal.addEventListener('abort', onAbort, { once: true });
      source = open(items);
    }
    const ready = outcomes.shift();
    if (ready !== undefined) {
      advance();
      return { done: false, value: ready };
    }
    const pull = withResolvers<IteratorResult<Settled<Item, T>, void>>();
    pulls.push(pull);
    advance();
    return pull.promise;
  };

  const close = (): void => {
    failure = undefined;
    finish();
  };

  return {
    next,
    return: async () => {
      close();
      return { done: true, value: undefined };
    },
    throw: async (error: unknown) => {
      close();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => {
      close();
    },
  };
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** `Promise.withResolvers` is not in Node 20. */
function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

function open<Item>(items: Iterable<Item> | AsyncIterable<Item>): Iterator<Item> | AsyncIterator<Item> {
  // A text is iterable and no object.
  return typeof items === 'object' && Symbol.asyncIterator in items
    ? items[Symbol.asyncIterator]()
    : items[Symbol.iterator]();
}

/** Lets the items release what they hold, and waits for nothing: a source that is stuck in `next()` must not block. */
function closeSource(source: Iterator<unknown> | AsyncIterator<unknown>): void {
  const closed = async (): Promise<void> => {
    await source.return?.();
  };
  closed().catch(() => undefined);
}

function checkArguments(items: unknown, task: unknown, concurrency: unknown): void {
  const iterable =
    (typeof items === 'object' && items !== null && (Symbol.asyncIterator in items || Symbol.iterator in items)) ||
    typeof items === 'string';
  const issues = [
    ...(iterable ? [] : [{ path: 'items', found: found(items), expected: 'an iterable or async iterable' }]),
    ...(typeof task === 'function' ? [] : [{ path: 'task', found: found(task), expected: 'a function' }]),
    ...((Number.isSafeInteger(concurrency) && (concurrency as number) >= 1) || concurrency === Infinity
      ? []
      : [{ path: 'concurrency', found: found(concurrency), expected: 'a whole number from 1 on, or Infinity' }]),
  ];
  if (issues.length > 0) throw new InvalidInputError('arguments of fanOut', issues);
}
