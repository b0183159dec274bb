import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fanOut } from '../../src/regions/fan-out.ts';
import { turns } from '../helpers/turns.ts';

/** How many turns of the event loop a task takes, and whether it fails. */
const work = fc.array(fc.record({ turns: fc.nat({ max: 5 }), fails: fc.boolean() }), { maxLength: 40 });

class Failure extends Error {
  readonly index: number;

  constructor(index: number) {
    super();
    this.index = index;
  }
}

async function* slowly<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) {
    await turns(1);
    yield item;
  }
}

it('every item has exactly one outcome, its own, whatever fails', async () => {
  await fc.assert(
    fc.asyncProperty(work, fc.integer({ min: 1, max: 8 }), fc.boolean(), async (items, concurrency, asynchronous) => {
      const outcomes = fanOut(
        asynchronous ? slowly(items) : items,
        async (item, { index }) => {
          await turns(item.turns);
          if (item.fails) throw new Failure(index);
          return index;
        },
        { concurrency },
      );
      const seen: number[] = [];
      for await (const outcome of outcomes) {
        expect(outcome.item).toBe(items[outcome.index]);
        expect(outcome.status).toBe(outcome.item.fails ? 'rejected' : 'fulfilled');
        expect(outcome.status === 'fulfilled' ? outcome.value : (outcome.reason as Failure).index).toBe(outcome.index);
        seen.push(outcome.index);
      }
      expect(seen.sort((left, right) => left - right)).toStrictEqual(items.map((_item, index) => index));
    }),
    { numRuns: 50 },
  );
});

it('never more tasks run than concurrency, and as many as there is work for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 8 }), async (count, concurrency) => {
      let running = 0;
      let most = 0;
      const items = Array.from({ length: count }, (_, index) => index);
      const outcomes = fanOut(
        items,
        async () => {
          most = Math.max(most, ++running);
          await turns(3);
          running -= 1;
        },
        { concurrency },
      );
      for await (const _outcome of outcomes);
      expect(most).toBe(Math.min(count, concurrency));
    }),
    { numRuns: 50 },
  );
});

it('a consumer that stops anywhere begins no task after it, and ends the items once', async () => {
  await fc.assert(
    fc.asyncProperty(
      work,
      fc.integer({ min: 1, max: 8 }),
      fc.nat({ max: 40 }),
      async (items, concurrency, stopAfter) => {
        let begun = 0;
        let ended = 0;
        function* source(): Generator<(typeof items)[number]> {
          try {
            yield* items;
          } finally {
            ended += 1;
          }
        }
        const outcomes = fanOut(
          source(),
          async (item) => {
            begun += 1;
            await turns(item.turns);
          },
          { concurrency },
        );
        let seen = 0;
        for await (const _outcome of outcomes) if (++seen > stopAfter) break;
        const before = begun;
        await turns(8);
        expect(begun).toBe(before);
        expect(ended).toBe(1);
      },
    ),
    { numRuns: 50 },
  );
});
