import { describe, expect, test, vi } from 'vitest';
import { InvalidInputError } from '../../../src/errors/invalid-input-error.ts';
import type { PolicyException } from '../../../src/evaluate/policy.ts';
import { policies } from '../../../src/evaluate/policies.ts';
import {
  createFindingHandler,
  createSeenStore,
  type CreateFindingHandlerOptions,
  type FindingCallback,
  type FindingDeletedEvent,
  type FindingEvent,
} from '../../../src/events/index.ts';
import { eventOf } from './event-of.ts';

const CALLBACKS: readonly FindingCallback[] = [
  'onActive',
  'onArchived',
  'onResolved',
  'onDeleted',
  'onAccessPreview',
  'onUnknownEvent',
];

/** A handler that writes down what was called, and for which status. */
function recorder(options: CreateFindingHandlerOptions = {}) {
  const calls: string[] = [];
  const callbacks = Object.fromEntries(
    CALLBACKS.map((name) => [
      name,
      (event: FindingEvent | FindingDeletedEvent) =>
        void calls.push(event.kind.startsWith('finding') ? `${name} ${event.finding.status}` : name),
    ]),
  );
  return { calls, handler: createFindingHandler({ ...callbacks, ...options }) };
}

const exception: PolicyException = {
  filter: { 'principal.AWS': { eq: ['999988887777'] } },
  owner: 'data team',
  reason: 'partner',
  expires: '2026-11-30',
  maxLevel: 'Read',
};

describe('createFindingHandler', () => {
  test.each([
    [{ status: 'ACTIVE' }, 'onActive ACTIVE'],
    [{ status: 'ARCHIVED' }, 'onArchived ARCHIVED'],
    [{ status: 'RESOLVED' }, 'onResolved RESOLVED'],
    [{ status: 'SNOOZED' }, 'onActive SNOOZED'],
    [{ status: undefined }, 'onActive UNKNOWN'],
    [{ status: 'ACTIVE', error: 'ACCESS_DENIED' }, 'onActive ACTIVE'],
    [{ status: 'ACTIVE', isDeleted: true }, 'onDeleted ACTIVE'],
    [{ status: 'RESOLVED', isDeleted: true }, 'onDeleted RESOLVED'],
  ])('%j calls %s', async (detail, expected) => {
    const { calls, handler } = recorder();
    const { callback, event, outcome } = await handler(eventOf(detail));
    expect(calls).toEqual([expected]);
    expect({ outcome, callback }).toEqual({ outcome: 'called', callback: expected.split(' ')[0] });
    expect(event.eventId).toBe(eventOf({}).id);
  });

  test('takes the text of a queue as well as the object', async () => {
    const { calls, handler } = recorder();
    await handler(JSON.stringify(eventOf({ status: 'RESOLVED' })));
    expect(calls).toEqual(['onResolved RESOLVED']);
  });

  test('the same event again is a duplicate; one from before the latest is superseded; neither calls anything', async () => {
    const { calls, handler } = recorder();
    const active = eventOf({ status: 'ACTIVE', updatedAt: '2026-11-21T10:00:00Z' });
    const resolved = eventOf({ status: 'RESOLVED', updatedAt: '2026-11-21T11:00:00Z' });
    const outcomes = [];
    for (const event of [resolved, active, resolved]) outcomes.push((await handler(event)).outcome);
    expect(outcomes).toEqual(['called', 'superseded', 'duplicate']);
    expect(calls).toEqual(['onResolved RESOLVED']);
  });

  test('another analysis that changed nothing is a duplicate', async () => {
    const { calls, handler } = recorder();
    await handler(eventOf({ analyzedAt: '2026-11-21T10:00:00Z' }));
    await handler(eventOf({ analyzedAt: '2026-11-22T10:00:00Z' }));
    expect(calls).toEqual(['onActive ACTIVE']);
  });

  test('times a nanosecond apart are in order', async () => {
    const { calls, handler } = recorder();
    await handler(eventOf({ status: 'RESOLVED', updatedAt: '2026-11-21T10:00:00.123456788Z' }));
    await handler(eventOf({ status: 'ACTIVE', updatedAt: '2026-11-21T10:00:00.123456789Z' }));
    await handler(eventOf({ status: 'RESOLVED', updatedAt: '2026-11-21T10:00:00.123456788Z' }));
    expect(calls).toEqual(['onResolved RESOLVED', 'onActive ACTIVE']);
  });

  test('at one instant: RESOLVED, ARCHIVED, a status that nobody knows, ACTIVE, the more severe, deleted', async () => {
    const order = [
      { status: 'RESOLVED' },
      { status: 'ARCHIVED' },
      { status: 'SNOOZED' },
      { status: 'ACTIVE' },
      { status: 'ACTIVE', isPublic: true, action: ['s3:PutObject'] },
      { status: 'RESOLVED', isDeleted: true },
    ];
    const forward = recorder();
    for (const detail of order) await forward.handler(eventOf(detail));
    expect(forward.calls).toHaveLength(order.length);
    const backward = recorder();
    for (const detail of order.toReversed()) await backward.handler(eventOf(detail));
    expect(backward.calls).toEqual(['onDeleted RESOLVED']);
  });

  test('the same id on another analyzer is another finding', async () => {
    const { calls, handler } = recorder();
    await handler(eventOf({}));
    await handler({ ...eventOf({}), resources: ['arn:aws:access-analyzer:us-west-2:111122223333:analyzer/other'] });
    expect(calls).toHaveLength(2);
  });

  test('an event that cannot be placed is handed on each time, and takes no place from others', async () => {
    const { calls, handler } = recorder();
    const events = [
      eventOf({ status: 'RESOLVED' }),
      eventOf({ status: 'ACTIVE', updatedAt: undefined }),
      eventOf({ status: 'ACTIVE', updatedAt: undefined }),
      eventOf({ status: 'RESOLVED' }),
    ];
    for (const event of events) await handler(event);
    expect(calls).toEqual(['onResolved RESOLVED', 'onActive ACTIVE', 'onActive ACTIVE']);
  });

  test('what a callback throws comes out, and the event is tried again', async () => {
    const onActive = vi.fn().mockRejectedValueOnce(new Error('pager is down')).mockResolvedValue('told');
    const { handler } = recorder({ onActive });
    await expect(handler(eventOf({}))).rejects.toThrow('pager is down');
    expect((await handler(eventOf({}))).outcome).toBe('called');
    expect((await handler(eventOf({}))).outcome).toBe('duplicate');
    expect(onActive).toHaveBeenCalledTimes(2);
  });

  test('events of a finding that come at once are handled one after the other; a failure does not stop the rest', async () => {
    const running: string[] = [];
    const { calls, handler } = recorder({
      onActive: async ({ finding }) => {
        running.push(`begin ${finding.resource ?? ''}`);
        await Promise.resolve();
        running.push(`end ${finding.resource ?? ''}`);
        throw new Error('no');
      },
    });
    const first = handler(eventOf({ resource: 'arn:aws:s3:::one', updatedAt: '2026-11-21T10:00:00Z' }));
    const second = handler(eventOf({ resource: 'arn:aws:s3:::two', updatedAt: '2026-11-21T11:00:00Z' }));
    const third = handler(eventOf({ status: 'RESOLVED', updatedAt: '2026-11-21T12:00:00Z' }));
    const outcomes = await Promise.allSettled([first, second, third]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(running).toEqual([
      'begin arn:aws:s3:::one',
      'end arn:aws:s3:::one',
      'begin arn:aws:s3:::two',
      'end arn:aws:s3:::two',
    ]);
    expect(calls).toEqual(['onResolved RESOLVED']);
  });

  test('the same event twice at once calls once', async () => {
    const { calls, handler } = recorder();
    await Promise.all([handler(eventOf({})), handler(eventOf({}))]);
    expect(calls).toEqual(['onActive ACTIVE']);
  });

  test('a finding that hangs keeps no other waiting', async () => {
    const { calls, handler } = recorder({ onActive: () => new Promise<never>(() => undefined) });
    void handler(eventOf({}));
    await handler(eventOf({ id: 'another', status: 'RESOLVED' }));
    expect(calls).toEqual(['onResolved RESOLVED']);
  });

  test('two handlers with one store tell a finding once; with stores of their own, twice', async () => {
    const seen = createSeenStore();
    const shared = [recorder({ seen }), recorder({ seen })];
    for (const { handler } of shared) await handler(eventOf({}));
    expect(shared.flatMap(({ calls }) => calls)).toHaveLength(1);
    const apart = [recorder(), recorder()];
    for (const { handler } of apart) await handler(eventOf({}));
    expect(apart.flatMap(({ calls }) => calls)).toHaveLength(2);
  });

  test('a store that fails is no reason to lose an event', async () => {
    const seen = { get: vi.fn(() => undefined), advance: vi.fn().mockRejectedValueOnce(new Error('table is gone')) };
    const { calls, handler } = recorder({ seen });
    await expect(handler(eventOf({}))).rejects.toThrow('table is gone');
    await handler(eventOf({}));
    expect(calls).toHaveLength(2);
  });

  test('callbacks may be methods of a class', async () => {
    class Alerts {
      readonly #told: string[];
      constructor(told: string[]) {
        this.#told = told;
      }
      onActive({ finding }: FindingEvent): void {
        this.#told.push(finding.status);
      }
      get policy() {
        return { minimumSeverity: 'low' } as const;
      }
    }
    const told: string[] = [];
    const { outcome } = await createFindingHandler(new Alerts(told))(eventOf({}));
    expect({ outcome, told }).toEqual({ outcome: 'called', told: ['ACTIVE'] });
  });

  describe('what no callback is for', () => {
    test('a status without a callback is said, and remembered', async () => {
      const handler = createFindingHandler({ onActive: () => undefined });
      const resolved = eventOf({ status: 'RESOLVED', updatedAt: '2026-11-21T12:00:00Z' });
      expect(await handler(resolved)).toMatchObject({ outcome: 'no-callback', callback: 'onResolved' });
      expect((await handler(eventOf({ updatedAt: '2026-11-21T10:00:00Z' }))).outcome).toBe('superseded');
    });

    const preview = {
      ...eventOf({}),
      'detail-type': 'Access Preview State Change',
      detail: { accessPreviewId: 'p', status: 'COMPLETED' },
    };
    const unknown = { ...eventOf({}), 'detail-type': 'Dormant Access Finding' };

    test('a preview is passed over, an event that nobody knows is refused', async () => {
      const handler = createFindingHandler({ onActive: () => undefined });
      expect(await handler(preview)).toMatchObject({ outcome: 'no-callback', callback: 'onAccessPreview' });
      await expect(handler(unknown)).rejects.toThrow(InvalidInputError);
      await expect(handler(unknown)).rejects.toThrow(/detail-type: found "Dormant Access Finding".*onUnknownEvent/);
    });

    test('both have a callback of their own', async () => {
      const { calls, handler } = recorder();
      await handler(preview);
      await handler(unknown);
      expect(calls).toEqual(['onAccessPreview', 'onUnknownEvent']);
    });
  });

  describe('policy', () => {
    const high = { minimumSeverity: 'high' as const };
    const excusing = { exceptions: [exception] };
    const internal = { ...eventOf({ findingType: 'InternalAccess' }), 'detail-type': 'Internal Access Finding' };

    test.each([
      ['strict calls always', policies.strict, eventOf({}), 'called'],
      ['milder than the minimum', high, eventOf({}), 'below-minimum-severity'],
      ['public is never milder', high, eventOf({ isPublic: true }), 'called'],
      ['isPublic unknown is not "no"', high, eventOf({ isPublic: undefined, principal: { AWS: '*' } }), 'called'],
      ['an error is no mild access', high, eventOf({ error: 'ACCESS_DENIED' }), 'called'],
      ['an unknown status is no mild access', high, eventOf({ status: 'SNOOZED' }), 'called'],
      ['an unknown type is no mild access', high, eventOf({ findingType: 'Guess' }), 'called'],
      ['excused', excusing, eventOf({}), 'excused'],
      ['another principal is not excused', excusing, eventOf({ principal: { AWS: '123456789012' } }), 'called'],
      ['more than the level is not excused', excusing, eventOf({ action: ['s3:PutObject'] }), 'called'],
      ['public access is not excused', excusing, eventOf({ isPublic: true }), 'called'],
      ['an error is not excused', excusing, eventOf({ error: 'INTERNAL_ERROR' }), 'called'],
      ['internal access is not excused', excusing, internal, 'called'],
      ['on its last day an exception holds', excusing, eventOf({}, { time: '2026-11-30T23:59:59Z' }), 'excused'],
      ['after it, it does not', excusing, eventOf({}, { time: '2026-12-01T00:00:00Z' }), 'called'],
      ['without a time no exception holds', excusing, eventOf({}, { time: undefined }), 'called'],
    ])('%s', async (_name, policy, event, outcome) => {
      const { calls, handler } = recorder({ policy });
      const result = await handler(event);
      expect(result.outcome).toBe(outcome);
      expect(calls).toHaveLength(outcome === 'called' ? 1 : 0);
      expect(result.excusedBy).toEqual(outcome === 'excused' ? exception : undefined);
    });

    test('bears on onActive alone', async () => {
      const { calls, handler } = recorder({ policy: { ...high, ...excusing } });
      await handler(eventOf({ status: 'RESOLVED' }));
      await handler(eventOf({ status: 'RESOLVED', isDeleted: true }));
      expect(calls).toEqual(['onResolved RESOLVED', 'onDeleted RESOLVED']);
    });

    test('what was passed in silence has its place in the order', async () => {
      const { calls, handler } = recorder({ policy: excusing });
      await handler(eventOf({ updatedAt: '2026-11-21T12:00:00Z' }));
      await handler(eventOf({ updatedAt: '2026-11-21T11:00:00Z', action: ['s3:PutObject'] }));
      expect(calls).toEqual([]);
      await handler(eventOf({ updatedAt: '2026-11-21T13:00:00Z', action: ['s3:PutObject'] }));
      expect(calls).toEqual(['onActive ACTIVE']);
    });
  });

  const onActive = (): void => undefined;
  test.each([
    ['nothing to call', {}, 'at least one of onActive'],
    ['a callback that is none', { onActive: 'page me' }, 'onActive'],
    ['a name that is none', { onActive, onClosed: () => undefined }, 'onClosed'],
    ['a store that is none', { onActive, seen: new Map() }, 'seen'],
    ['a policy that is none', { onActive, policy: { minimumSeverity: 'bad' } }, 'minimumSeverity'],
    [
      'an exception whose filter is none',
      { onActive, policy: { exceptions: [{ ...exception, filter: { mood: { eq: ['blue'] } } }] } },
      'mood',
    ],
  ])('refuses %s at once', (_name, options, member) => {
    expect(() => createFindingHandler(options as never)).toThrow(InvalidInputError);
    expect(() => createFindingHandler(options as never)).toThrow(member);
  });
});
