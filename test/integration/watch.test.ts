import { describe, expect, test } from 'vitest';
import { InvalidInputError } from '../../src/errors/invalid-input-error.ts';
import type { FakeAws } from '../../src/testing/index.ts';
import { watchFindings, type WatchChange, type WatchFindingsOptions } from '../../src/watch/index.ts';
import { A, ACCOUNT, B, finding, findings, start, twoRegions } from './evidence-fixture.ts';

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
