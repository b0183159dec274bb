import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createFindingHandler,
  createSeenStore,
  parseEvent,
  type FindingHandlerResult,
} from '../../src/events/index.ts';
import { eventOf } from '../unit/events/event-of.ts';

/** In their order. */
const INSTANTS = [
  '2026-11-21T10:00:00Z',
  '2026-11-21T10:00:00.000000001Z',
  '2026-11-21T10:00:00.5Z',
  '2026-11-22T10:00:00Z',
] as const;

/** The history of one finding: few instants, so that many events share one. */
const detail = fc.record({
  status: fc.constantFrom('ACTIVE', 'ACTIVE', 'ARCHIVED', 'RESOLVED', 'SNOOZED'),
  isDeleted: fc.constantFrom(false, false, false, true),
  updatedAt: fc.constantFrom(...INSTANTS),
  analyzedAt: fc.constantFrom('2026-11-22T10:00:00Z', '2026-11-22T11:00:00Z'),
  action: fc.constantFrom(['s3:GetObject'], ['s3:PutObject'], []),
  isPublic: fc.constantFrom(true, false, undefined),
});
const history = fc.array(detail, { minLength: 1, maxLength: 8 });

/** Each event at least once, in any order. */
const delivered = history.chain((events) =>
  fc.record({
    events: fc.constant(events),
    deliveries: fc
      .tuple(
        fc.shuffledSubarray(events, { minLength: events.length }),
        fc.array(fc.nat({ max: events.length - 1 }), { maxLength: 8 }),
        fc.array(fc.nat({ max: 100 }), { minLength: 8, maxLength: 8 }),
      )
      .map(([shuffled, again, places]) => {
        const all = [...shuffled];
        for (const [index, number] of again.entries())
          all.splice(places[index]! % (all.length + 1), 0, events[number]!);
        return all;
      }),
  }),
);

const policy = fc.constantFrom(undefined, { minimumSeverity: 'high' as const });

/** Delivers events and returns what became of each, and what is remembered at the end. */
async function deliver(
  events: readonly Readonly<Record<string, unknown>>[],
  options: {
    readonly policy?: { readonly minimumSeverity: 'high' } | undefined;
    readonly fails?: readonly boolean[];
  } = {},
) {
  const store = createSeenStore();
  const fails = [...(options.fails ?? [])];
  const told: string[] = [];
  const tell = (name: string) => (event: { readonly eventId: string }) => {
    if (fails.shift() === true) throw new Error('not now');
    told.push(`${name} ${JSON.stringify(event)}`);
  };
  const handler = createFindingHandler({
    ...Object.fromEntries(['onActive', 'onArchived', 'onResolved', 'onDeleted'].map((name) => [name, tell(name)])),
    policy: options.policy,
    seen: store,
  });
  const results: FindingHandlerResult[] = [];
  for (const event of events) {
    // As Lambda does: until it succeeds.
    for (;;) {
      const result = await handler(eventOf(event)).catch(() => undefined);
      if (result === undefined) continue;
      results.push(result);
      break;
    }
  }
  const key = JSON.stringify(['arn:aws:access-analyzer:us-west-2:111122223333:analyzer/external', 'f-1']);
  return { results, told, reached: store.get(key) };
}

/** The result without what two deliveries of the same event may differ in. */
function decisionOf({ callback, event, outcome }: FindingHandlerResult): string {
  if (event.kind !== 'finding' && event.kind !== 'finding-deleted') throw new Error(event.kind);
  const { analyzedAt: _, ...finding } = event.finding;
  return JSON.stringify([callback, outcome, event.updatedAt, finding]);
}

const last = (results: readonly FindingHandlerResult[]): string =>
  decisionOf(results.findLast(({ outcome }) => outcome !== 'duplicate' && outcome !== 'superseded')!);

describe('laws of events', () => {
  test('any order and duplication of a finding’s events ends with the same state and the same last decision', async () => {
    await fc.assert(
      fc.asyncProperty(delivered, policy, async ({ events, deliveries }, judge) => {
        const once = await deliver(events, { policy: judge });
        const anyhow = await deliver(deliveries, { policy: judge });
        expect(anyhow.reached).toBe(once.reached);
        expect(last(anyhow.results)).toBe(last(once.results));
      }),
      { numRuns: 200 },
    );
  });

  test('no event is told twice, and what is told only goes forward in time', async () => {
    await fc.assert(
      fc.asyncProperty(delivered, async ({ deliveries }) => {
        const { results } = await deliver(deliveries);
        const told = results.filter(({ outcome }) => outcome === 'called');
        expect(new Set(told.map(decisionOf)).size).toBe(told.length);
        const times = told.map(({ event }) => (event.kind === 'finding' ? event.updatedAt : undefined));
        const known = times.filter((time) => time !== undefined);
        expect(known).toEqual(known.toSorted());
      }),
    );
  });

  test('a deletion at the latest instant has the last word, else a status that stands has it over one that does not', async () => {
    await fc.assert(
      fc.asyncProperty(delivered, async ({ events, deliveries }) => {
        const latest = INSTANTS.findLast((instant) => events.some(({ updatedAt }) => updatedAt === instant));
        const there = events.filter(({ updatedAt }) => updatedAt === latest);
        const { results } = await deliver(deliveries);
        const [callback] = JSON.parse(last(results)) as [string];
        const closed = (status: string) => status === 'ARCHIVED' || status === 'RESOLVED';
        if (there.some(({ isDeleted }) => isDeleted)) expect(callback).toBe('onDeleted');
        else if (there.some(({ status }) => !closed(status))) expect(callback).toBe('onActive');
        else expect(callback).toBe(there.some(({ status }) => status === 'ARCHIVED') ? 'onArchived' : 'onResolved');
      }),
    );
  });

  test('callbacks that fail and are tried again change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(delivered, fc.array(fc.boolean(), { maxLength: 10 }), async ({ deliveries }, fails) => {
        const steady = await deliver(deliveries);
        const shaky = await deliver(deliveries, { fails });
        expect(shaky.told).toEqual(steady.told);
        expect(shaky.reached).toBe(steady.reached);
      }),
    );
  });

  test('whatever JSON comes, it is an event, a clear refusal or nothing else', () => {
    const junk = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(
        fc.oneof(
          junk,
          fc
            .dictionary(fc.constantFrom('id', 'status', 'principal', 'isDeleted', 'updatedAt', '__proto__'), junk)
            .map((members) => eventOf(members)),
          junk.map((body) => ({ ...eventOf({}), detail: body })),
        ),
        (event) => {
          let kind = 'refused';
          try {
            ({ kind } = parseEvent(event));
          } catch (error) {
            expect(error).toMatchObject({ code: 'INVALID_INPUT' });
          }
          expect(['finding', 'finding-deleted', 'refused']).toContain(kind);
        },
      ),
      { numRuns: 200 },
    );
  });
});
