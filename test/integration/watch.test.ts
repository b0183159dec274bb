import { getEventListeners } from 'node:events';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createClients } from '../../src/clients/create-clients.ts';
import { InvalidInputError } from '../../src/errors/invalid-input-error.ts';
import { createFakeAws, externalAnalyzer, type FakeAws } from '../../src/testing/index.ts';
import { watchFindings, type WatchChange, type WatchFindingsOptions } from '../../src/watch/index.ts';
import { deferred } from '../helpers/deferred.ts';
import { A, ACCOUNT, B, finding, findings, judge, start, twoRegions } from './evidence-fixture.ts';

/** What happens to the account after each pass, the first one being the baseline; the watching ends after the last. */
type Step = (fake: FakeAws) => void;

const regionIn = (fake: FakeAws, region: string) => fake.account(ACCOUNT).region(region);
const analyzerIn = (fake: FakeAws, region: string) => regionIn(fake, region).analyzer('external');
const nothing: Step = () => undefined;

/** Runs one pass more than there are steps and returns the changes of each pass after the first. */
async function watch(
  steps: readonly Step[],
  { initial = findings(1), ...options }: WatchFindingsOptions & { readonly initial?: ReturnType<typeof findings> } = {},
): Promise<WatchChange[][]> {
  const { clients, fake } = await start(twoRegions({ analyzer: { findings: initial } }));
  const stop = new AbortController();
  const passes: WatchChange[][] = [];
  const done = new Error('enough');
  const watching = watchFindings(clients, {
    intervalMs: 1,
    signal: stop.signal,
    onPass: ({ number }) => {
      if (number > 1) passes.push([]);
      const step = steps[number - 1];
      if (step === undefined) stop.abort(done);
      else step(fake);
    },
    ...options,
  });
  await expect(async () => {
    for await (const change of watching) passes.at(-1)?.push(change);
  }).rejects.toBe(done);
  return passes;
}

const kinds = (changes: readonly WatchChange[]): string[] =>
  changes.map((change) => (change.kind === 'region' ? `${change.region} ${change.change}` : change.kind));

describe('watchFindings', () => {
  test('says what is new, changed and gone, and nothing where nothing changed', async () => {
    const passes = await watch([
      (fake) => void analyzerIn(fake, A).addFinding(finding(7)),
      nothing,
      (fake) => {
        analyzerIn(fake, A).changeFinding('f-007', { action: ['s3:GetObject', 's3:PutObject'] });
      },
      (fake) => {
        analyzerIn(fake, A).changeFinding('f-007', { status: 'RESOLVED' });
      },
    ]);
    expect(passes.map(kinds)).toEqual([['new'], [], ['changed'], ['gone']]);
    expect(passes[0]?.[0]).toMatchObject({ kind: 'new', proven: true, access: { resource: 'arn:aws:s3:::bucket-7' } });
    expect(passes[2]?.[0]).toMatchObject({ kind: 'changed', addedActions: ['s3:PutObject'] });
  });

  test('a Region that cannot be read for two passes takes its accesses out of sight once, and brings no news back', async () => {
    const passes = await watch([
      (fake) => {
        regionIn(fake, A).setDeny('scp');
      },
      nothing,
      (fake) => {
        regionIn(fake, A).setDeny(undefined);
      },
      nothing,
    ]);
    expect(passes.map(kinds)).toEqual([[`${A} became-unreadable`, 'not-seen'], [], [`${A} became-readable`], []]);
  });

  test('what was resolved while its Region could not be read is gone when the Region is read again, not before', async () => {
    const passes = await watch([
      (fake) => {
        regionIn(fake, A).setDeny('scp');
        analyzerIn(fake, A).changeFinding('f-000', { status: 'RESOLVED' });
      },
      (fake) => {
        regionIn(fake, A).setDeny(undefined);
      },
    ]);
    expect(passes.map(kinds)).toEqual([
      [`${A} became-unreadable`, 'not-seen'],
      [`${A} became-readable`, 'gone'],
    ]);
  });

  test('an access of two Regions is not gone while one of them cannot be read', async () => {
    const shared = finding(0);
    const passes = await watch(
      [
        (fake) => void analyzerIn(fake, B).addFinding({ ...shared, id: 'in-b' }),
        (fake) => {
          regionIn(fake, A).setDeny('scp');
        },
        (fake) => {
          analyzerIn(fake, B).changeFinding('in-b', { status: 'RESOLVED' });
        },
        (fake) => {
          regionIn(fake, A).setDeny(undefined);
        },
        (fake) => {
          analyzerIn(fake, A).changeFinding('f-000', { status: 'RESOLVED' });
        },
      ],
      { initial: [shared] },
    );
    expect(passes.map(kinds)).toEqual([
      [],
      [`${A} became-unreadable`],
      ['not-seen'],
      [`${A} became-readable`],
      ['gone'],
    ]);
  });

  test('credentials that fail for a pass end nothing and lose nothing', async () => {
    const passes = await watch([
      (fake) => {
        fake.inject({ kind: 'access-denied', operation: 'ListFindings', times: 2 });
      },
      nothing,
    ]);
    expect(passes.map((changes) => kinds(changes).filter((kind) => !kind.includes('became')))).toEqual([
      ['not-seen'],
      [],
    ]);
  });

  test('an access that ended and is back is reopened, with what it allows now; also while its Region could not be read', async () => {
    const set =
      (status: string, action: readonly string[]): Step =>
      (fake) => {
        analyzerIn(fake, A).changeFinding('f-000', { status, action });
      };
    const passes = await watch([
      set('RESOLVED', ['s3:GetObject']),
      nothing,
      set('ACTIVE', ['s3:GetObject', 's3:PutObject']),
      set('RESOLVED', ['s3:GetObject', 's3:PutObject']),
      (fake) => {
        regionIn(fake, A).setDeny('scp');
      },
      (fake) => {
        regionIn(fake, A).setDeny(undefined);
        analyzerIn(fake, A).changeFinding('f-000', { status: 'ACTIVE' });
      },
    ]);
    expect(passes.map(kinds)).toEqual([
      ['gone'],
      [],
      ['reopened'],
      ['gone'],
      [`${A} became-unreadable`],
      [`${A} became-readable`, 'reopened'],
    ]);
    expect(passes[2]?.[0]).toMatchObject({
      kind: 'reopened',
      before: { status: 'RESOLVED', sightings: [{ status: 'RESOLVED' }] },
      after: { status: 'ACTIVE' },
      addedActions: ['s3:PutObject'],
    });
  });

  test('what is archived and shown again, or made anew with its analyzer, is said so', async () => {
    const open = finding(0, { isPublic: true, principal: { AWS: '*' } });
    const passes = await watch(
      [
        (fake) => {
          analyzerIn(fake, A).changeFinding('f-000', { status: 'ARCHIVED' });
        },
        (fake) => {
          analyzerIn(fake, A).changeFinding('f-000', { status: 'ACTIVE' });
        },
        (fake) => {
          regionIn(fake, A).deleteAnalyzer('external');
          regionIn(fake, A).addAnalyzer(externalAnalyzer({ createdAt: new Date().toISOString() }));
        },
        // It is still new: its silence proves nothing.
        nothing,
        nothing,
      ],
      { initial: [open] },
    );
    expect(passes.map(kinds)).toEqual([['archived'], ['reopened'], ['analyzer-reset', 'not-seen'], [], []]);
  });

  test('an exception of the policy that covers an access makes it excused', async () => {
    const { clients, collect } = await start(twoRegions({ analyzer: { findings: findings(1) } }));
    const baseline = judge(await collect());
    const exception = {
      filter: { resource: { eq: ['arn:aws:s3:::bucket-0'] } },
      owner: 'team',
      reason: 'partner',
      expires: '9999-12-31',
      maxLevel: 'Read',
    } as const;
    const watching = watchFindings(clients, { baseline, policy: { exceptions: [exception] } });
    expect((await watching.next()).value).toMatchObject({ kind: 'excused' });
    await watching.return(undefined as never);
  });

  test('a pass that takes longer than the interval is followed at once, and no two overlap', async () => {
    const slow = deferred<undefined>();
    const otherRead = deferred<undefined>();
    const fake = createFakeAws(twoRegions({ analyzer: { findings: findings(1) } }), { delay: () => slow.promise });
    fake.inject({ kind: 'delay', operation: 'ListFindings', region: A, delayMs: 1 });
    await using clients = createClients({
      requestHandler: fake.requestHandler,
      credentials: fake.credentialsFor(ACCOUNT),
    });
    const began = () => fake.requests.filter(({ operation }) => operation === 'ListRegions').length;
    const stop = new AbortController();
    const passes: number[] = [];
    const watching = watchFindings(clients, {
      intervalMs: 1,
      signal: stop.signal,
      onProgress: (event) => {
        if (event.type === 'region' && event.region === B) otherRead.resolve(undefined);
      },
      onPass: ({ number }) => {
        passes.push(number);
        if (number === 2) stop.abort(new Error('enough'));
      },
    });
    const ended = expect(watching.next()).rejects.toThrow('enough');
    // A whole Region has been read meanwhile: the interval is long over.
    await otherRead.promise;
    expect({ passes, began: began() }).toEqual({ passes: [], began: 1 });
    slow.resolve(undefined);
    await ended;
    expect({ passes, began: began() }).toEqual({ passes: [1, 2], began: 2 });
  });

  test('the next pass begins when the interval is over, from the start of the one before, not sooner', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const fake = createFakeAws(twoRegions({ analyzer: { findings: findings(1) } }));
    await using clients = createClients({
      requestHandler: fake.requestHandler,
      credentials: fake.credentialsFor(ACCOUNT),
    });
    const stop = new AbortController();
    let passed = deferred<number>();
    const watching = watchFindings(clients, {
      intervalMs: 60_000,
      signal: stop.signal,
      onPass: async ({ number }) => {
        // What the pass itself takes is part of the interval.
        await vi.advanceTimersByTimeAsync(10_000);
        passed.resolve(number);
      },
    });
    const ended = expect(watching.next()).rejects.toThrow('enough');
    expect(await passed.promise).toBe(1);
    passed = deferred<number>();
    const before = fake.requests.length;
    await vi.advanceTimersByTimeAsync(49_999);
    expect(fake.requests).toHaveLength(before);
    await vi.advanceTimersByTimeAsync(1);
    expect(await passed.promise).toBe(2);
    stop.abort(new Error('enough'));
    await ended;
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a signal that outlives many passes is not listened to by those that are over', async () => {
    const { clients } = await start(twoRegions({ analyzer: { findings: findings(1) } }));
    const stop = new AbortController();
    const listening: number[] = [];
    const watching = watchFindings(clients, {
      intervalMs: 1,
      signal: stop.signal,
      onPass: ({ number }) => {
        listening.push(getEventListeners(stop.signal, 'abort').length);
        if (number === 5) stop.abort(new Error('enough'));
      },
    });
    await expect(watching.next()).rejects.toThrow('enough');
    expect(listening).toEqual(Array.from({ length: 5 }, () => listening[0]));
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  });

  test('a baseline gives the first pass something to say', async () => {
    const { clients, fake } = await start(twoRegions({ analyzer: { findings: findings(1) } }));
    const stop = new AbortController();
    let baseline: WatchFindingsOptions['baseline'];
    const first = watchFindings(clients, {
      intervalMs: 1,
      signal: stop.signal,
      onPass: ({ verdict }) => {
        baseline = verdict;
        stop.abort();
      },
    });
    await expect(first.next()).rejects.toThrow('aborted');
    analyzerIn(fake, B).addFinding(finding(9));
    const again = watchFindings(clients, { baseline });
    const { value } = await again.next();
    expect(value).toMatchObject({ kind: 'new', access: { resource: 'arn:aws:s3:::bucket-9' } });
    await again.return(undefined as never);
  });

  test('stops between passes with the reason of the signal', async () => {
    const { clients } = await start();
    const stop = new AbortController();
    const watching = watchFindings(clients, {
      intervalMs: 2_000_000_000,
      signal: stop.signal,
      onPass: () => {
        setImmediate(() => {
          stop.abort(new Error('shutting down'));
        });
      },
    });
    await expect(watching.next()).rejects.toThrow('shutting down');
  });

  test.each([
    ['intervalMs', { intervalMs: 0 }],
    ['intervalMs', { intervalMs: 2 ** 31 }],
    ['onPass', { onPass: 'log' }],
    ['baseline', { baseline: 'PASS' }],
    ['detail', { detail: 'counts' }],
    ['missingAnalyser', { policy: { missingAnalyser: 'ignore' } }],
  ])('refuses a wrong %s before any call', async (member, options) => {
    const { clients, fake } = await start();
    expect(() => watchFindings(clients, options as WatchFindingsOptions)).toThrow(InvalidInputError);
    expect(() => watchFindings(clients, options as WatchFindingsOptions)).toThrow(member);
    expect(fake.requests).toEqual([]);
  });
});
