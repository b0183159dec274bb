import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { fanOut } from '../../../src/regions/fan-out.ts';
import type { Settled } from '../../../src/regions/settled.ts';
import { turns } from '../../helpers/turns.ts';

interface Job {
  readonly end: (value: string) => void;
  readonly fail: (reason: unknown) => void;
  readonly signal: AbortSignal;
}

/** Tasks that end when the test says so. */
function jobs(): {
  task: (item: string, context: { signal: AbortSignal }) => Promise<string>;
  begun: Map<string, Job>;
} {
  const begun = new Map<string, Job>();
  return {
    begun,
    task: (item, { signal }) =>
      new Promise((end, fail) => {
        begun.set(item, { end, fail, signal });
      }),
  };
}

async function all<Item, T>(outcomes: AsyncIterable<Settled<Item, T>>): Promise<Settled<Item, T>[]> {
  const list: Settled<Item, T>[] = [];
  for await (const outcome of outcomes) list.push(outcome);
  return list;
}

describe('fanOut', () => {
  it('yields in completion order, with item and index', async () => {
    const { task, begun } = jobs();
    const outcomes = fanOut(['a', 'b', 'c'], task);
    const pulls = [outcomes.next(), outcomes.next(), outcomes.next(), outcomes.next()];
    await turns();
    begun.get('c')!.end('C');
    begun.get('a')!.fail('no');
    begun.get('b')!.end('B');
    expect(await Promise.all(pulls)).toStrictEqual([
      { done: false, value: { status: 'fulfilled', item: 'c', index: 2, value: 'C' } },
      { done: false, value: { status: 'rejected', item: 'a', index: 0, reason: 'no' } },
      { done: false, value: { status: 'fulfilled', item: 'b', index: 1, value: 'B' } },
      { done: true, value: undefined },
    ]);
  });

  it.each([[undefined], [null], [0], [''], [false]])('delivers %s once when it is thrown', async (thrown) => {
    const outcomes = await all(
      fanOut([1, 2], (item) => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- what is thrown is what is tested
        if (item === 1) throw thrown;
        return item;
      }),
    );
    expect(outcomes).toStrictEqual([
      { status: 'rejected', item: 1, index: 0, reason: thrown },
      { status: 'fulfilled', item: 2, index: 1, value: 2 },
    ]);
  });

  it('runs no more tasks at once than concurrency, and begins the next when one ends', async () => {
    const { task, begun } = jobs();
    const done = all(fanOut(['a', 'b', 'c', 'd'], task, { concurrency: 2 }));
    await turns();
    expect([...begun.keys()]).toStrictEqual(['a', 'b']);
    begun.get('b')!.end('B');
    await turns();
    expect([...begun.keys()]).toStrictEqual(['a', 'b', 'c']);
    for (const item of ['a', 'c']) begun.get(item)!.end(item);
    await turns();
    begun.get('d')!.end('d');
    expect((await done).map(({ item }) => item)).toStrictEqual(['b', 'a', 'c', 'd']);
  });

  it('begins nothing before the first pull', async () => {
    const task = vi.fn(() => 1);
    fanOut([1], task);
    await turns();
    expect(task).not.toHaveBeenCalled();
  });

  it('stops beginning tasks when the consumer is slow', async () => {
    const task = vi.fn((item: number) => item);
    const outcomes = fanOut(
      Array.from({ length: 100 }, (_, index) => index),
      task,
      { concurrency: 4 },
    );
    await outcomes.next();
    await turns();
    expect(task.mock.calls.length).toBeLessThanOrEqual(1 + 2 * 4);
    await outcomes.return();
  });

  it('takes async iterables, and pulls them one at a time and never after their end', async () => {
    let pulling = 0;
    let ends = 0;
    let index = 0;
    const items: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          expect(++pulling).toBe(1);
          await turns();
          pulling -= 1;
          if (index === 5) {
            expect(++ends).toBe(1);
            return { done: true, value: undefined };
          }
          return { done: false, value: index++ };
        },
      }),
    };
    const outcomes = await all(fanOut(items, async (item) => item * 2));
    expect(outcomes.map((outcome) => outcome.status === 'fulfilled' && outcome.value).sort()).toStrictEqual([
      0, 2, 4, 6, 8,
    ]);
  });

  it('closes the items and aborts the running tasks when the consumer breaks', async () => {
    const { task, begun } = jobs();
    const closed = vi.fn();
    function* items(): Generator<string> {
      try {
        yield* ['a', 'b', 'c'];
      } finally {
        closed();
      }
    }
    const outcomes = fanOut(items(), task, { concurrency: 2 });
    const first = outcomes.next();
    await turns();
    begun.get('a')!.end('A');
    await first;
    await outcomes.return();
    expect(closed).toHaveBeenCalledOnce();
    expect(begun.get('b')!.signal.aborted).toBe(true);
    expect(await outcomes.next()).toStrictEqual({ done: true, value: undefined });
    // What is thrown now is nobody's: an unhandled rejection would fail the run.
    begun.get('b')!.fail(new Error('too late'));
    await turns();
  });

  it('does not wait for items that are stuck, nor for a pull that waits for them', async () => {
    const items: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}), return: () => new Promise(() => {}) }),
    };
    const outcomes = fanOut(items, (item) => item);
    const waiting = outcomes.next();
    expect(await outcomes.return()).toStrictEqual({ done: true, value: undefined });
    expect(await waiting).toStrictEqual({ done: true, value: undefined });
  });

  it('ends with the error of throw()', async () => {
    const outcomes = fanOut([1, 2], (item) => item);
    await outcomes.next();
    await expect(outcomes.throw(new Error('mine'))).rejects.toThrow('mine');
    expect(await outcomes.next()).toStrictEqual({ done: true, value: undefined });
  });

  it('delivers what was begun before it throws what the items threw', async () => {
    function* items(): Generator<number> {
      yield 1;
      yield 2;
      throw new Error('the list broke');
    }
    const seen: number[] = [];
    const reading = async (): Promise<void> => {
      for await (const { item } of fanOut(items(), async (item) => turns().then(() => item))) seen.push(item);
    };
    await expect(reading()).rejects.toThrow('the list broke');
    expect(seen).toStrictEqual([1, 2]);
  });

  it('rejects with the reason of an abort, aborts the tasks and leaves no listener', async () => {
    const controller = new AbortController();
    const { task, begun } = jobs();
    const outcomes = fanOut(['a', 'b'], task, { signal: controller.signal });
    const pull = outcomes.next();
    await turns();
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    controller.abort('stop');
    await expect(pull).rejects.toBe('stop');
    expect(begun.get('a')!.signal.reason).toBe('stop');
    expect(await outcomes.next()).toStrictEqual({ done: true, value: undefined });
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('reports an abort between two pulls with the next one', async () => {
    const controller = new AbortController();
    const outcomes = fanOut([1, 2, 3], (item) => item, { signal: controller.signal });
    await outcomes.next();
    controller.abort('stop');
    await expect(outcomes.next()).rejects.toBe('stop');
    expect((await outcomes.next()).done).toBe(true);
  });

  it('begins nothing when it is aborted already', async () => {
    const task = vi.fn();
    await expect(fanOut([1], task, { signal: AbortSignal.abort('early') }).next()).rejects.toBe('early');
    expect(task).not.toHaveBeenCalled();
  });

  it('leaves no listener when it has ended, nor when it was never used', async () => {
    const { signal } = new AbortController();
    fanOut([1], (item) => item, { signal });
    await all(fanOut([1, 2, 3], (item) => item, { signal }));
    await all(fanOut([], (item) => item, { signal }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('is disposable', async () => {
    const { task, begun } = jobs();
    {
      await using outcomes = fanOut(['a'], task);
      void outcomes.next();
      await turns();
    }
    expect(begun.get('a')!.signal.aborted).toBe(true);
  });

  it.each<[string, () => unknown]>([
    ['items', () => fanOut(5 as unknown as [], () => 1)],
    ['items', () => fanOut(null as unknown as [], () => 1)],
    ['task', () => fanOut([], 'task' as unknown as () => 1)],
    ['concurrency', () => fanOut([], () => 1, { concurrency: 0 })],
    ['concurrency', () => fanOut([], () => 1, { concurrency: 1.5 })],
    ['concurrency', () => fanOut([], () => 1, { concurrency: Number.NaN })],
  ])('refuses wrong %s at once', (path, call) => {
    expect(call).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', issues: [expect.objectContaining({ path })] }) as Error,
    );
  });
});
