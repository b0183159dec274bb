import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isAccessAnalyzerKitError } from '../../../src/errors/index.ts';
import { rescanAndAwait, type RescanOptions, type RescanOutcome, type RescanPoll } from '../../../src/rescan/index.ts';
import type { RescanTarget } from '../../../src/rescan/rescan-target.ts';
import {
  AFTER,
  analyzer,
  ARN,
  awsError,
  BEFORE,
  finding,
  lostConnection,
  missing,
  MULTI_REGION_ACCESS_POINT,
  scripted,
  seen,
  type Script,
  type ScriptedClient,
} from './bed.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-03-01T10:04:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

interface Ended {
  readonly outcome: RescanOutcome;
  readonly client: ScriptedClient;
  /** When each look was made, in milliseconds after the scan was started. */
  readonly looks: readonly number[];
  readonly tookMs: number;
}

/** Runs a rescan on fake time to its end. */
async function run(script: Script, options: RescanOptions = {}, target: Partial<RescanTarget> = {}): Promise<Ended> {
  const client = scripted(script);
  const started = performance.now();
  const rescan = rescanAndAwait(client, { analyzer, resourceArn: ARN, ...target }, options);
  // A rejection is thrown below; until then it is nobody's.
  const settled = rescan.then(
    () => performance.now(),
    () => performance.now(),
  );
  await vi.runAllTimersAsync();
  const ended = await settled;
  const outcome = await rescan;
  const scanned = client.calls.find(({ operation }) => operation === 'StartResourceScan')?.at ?? started;
  const looks = client.calls
    .filter(({ operation }) => operation === 'GetAnalyzedResource')
    .slice(1)
    .map(({ at }) => at - scanned);
  return { outcome, client, looks, tookMs: ended - started };
}

const before = { analyzedAt: BEFORE };
const after = { analyzedAt: AFTER };
const open = [finding('a')] as const;
const operations = ({ calls }: ScriptedClient): string[] => calls.map(({ operation }) => operation);

/** AWS looks after so many looks of ours, and the finding is resolved then. */
const resolvesAfter = (looks: number): Script => ({
  resource: [...Array<typeof before>(looks).fill(before), after],
  findings: [open, [seen('a', { status: 'RESOLVED' })]],
});

describe('one rescan', () => {
  it('notes the time before, starts one scan, asks until the time has moved, lists again', async () => {
    const { client, outcome } = await run(resolvesAfter(3));
    expect(operations(client)).toEqual([
      'GetAnalyzedResource',
      'ListFindings',
      'StartResourceScan',
      'GetAnalyzedResource',
      'GetAnalyzedResource',
      'GetAnalyzedResource',
      'ListFindings',
    ]);
    expect(outcome).toMatchObject({
      outcome: 'resolved',
      analyzedAt: { before: BEFORE, after: AFTER },
      polls: 3,
      findings: [{ id: 'a', outcome: 'resolved' }],
    });
    expect(client.mostAtOnce()).toBe(1);
  });

  it('names the owner where it is given, and nobody otherwise', async () => {
    const scanOf = ({ client }: Ended) =>
      client.calls.find(({ operation }) => operation === 'StartResourceScan')?.input;
    expect(scanOf(await run(resolvesAfter(1)))).toEqual({ analyzerArn: analyzer.arn, resourceArn: ARN });
    expect(scanOf(await run(resolvesAfter(1), {}, { resourceOwnerAccount: '444455556666' }))).toEqual({
      analyzerArn: analyzer.arn,
      resourceArn: ARN,
      resourceOwnerAccount: '444455556666',
    });
  });

  it.each(['1999-01-01T00:00:00Z', '2099-01-01T00:00:00Z'])(
    'goes by AWS’s clock alone, whatever ours says (%s)',
    async (now) => {
      vi.setSystemTime(new Date(now));
      const { outcome } = await run(resolvesAfter(4));
      expect(outcome).toMatchObject({ outcome: 'resolved', polls: 4 });
    },
  );

  it('takes no answer for a new one that is as old as the one before, or older', async () => {
    const older = { analyzedAt: '2026-03-01T09:00:00.000Z' };
    const { outcome } = await run({ resource: [before, before, older, after], findings: resolvesAfter(1).findings });
    expect(outcome).toMatchObject({ outcome: 'resolved', polls: 3 });
  });

  it('leaves no timer behind, however it ends', async () => {
    await run(resolvesAfter(2));
    expect(vi.getTimerCount()).toBe(0);
    await run({ resource: [before], findings: [open] }, { timeoutMs: 9_000 });
    expect(vi.getTimerCount()).toBe(0);
  });
});

it('lets go of the caller’s signal, however it ends', async () => {
  const { signal } = new AbortController();
  await run(resolvesAfter(2), { signal });
  await run({ resource: [before], findings: [open] }, { signal, timeoutMs: 9_000 });
  await run({ resource: [before, awsError('AccessDeniedException', 403)], findings: [open] }, { signal }).catch(
    () => 0,
  );
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

describe('the pauses', () => {
  const never: Script = { resource: [before], findings: [open] };
  const pausesOf = (looks: readonly number[]): number[] => looks.map((at, index) => at - (looks[index - 1] ?? 0));
  /** What a pause is without jitter. */
  const full = (index: number, least: number, most: number): number => Math.min(least * 1.6 ** index, most);

  it.each([
    [{}, 2_000, 30_000],
    [{ minDelayMs: 500, maxDelayMs: 4_000 }, 500, 4_000],
  ])(
    'with %j grow from %i to %i ms at most, and are between half of that and all of it',
    async (options, least, most) => {
      for (const random of [0, 0.25, 0.5, 0.999_999]) {
        vi.spyOn(Math, 'random').mockReturnValue(random);
        const { looks } = await run(never, options);
        expect(looks.length).toBeGreaterThan(10);
        for (const [index, pause] of pausesOf(looks).entries()) {
          // Timers know whole milliseconds only.
          expect(Math.abs(pause - full(index, least, most) * (0.5 + random / 2))).toBeLessThan(1);
        }
      }
    },
  );

  it('differ between two that wait for the same', async () => {
    const { looks: one } = await run(never);
    const { looks: other } = await run(never);
    expect(one).not.toEqual(other);
  });
});

describe('the time', () => {
  it('ends after five minutes by default: timed-out, never still-active, whatever the finding looks like', async () => {
    const { outcome, tookMs } = await run({ resource: [before], findings: [[seen('a')]] });
    expect(tookMs).toBe(300_000);
    expect(outcome).toMatchObject({ outcome: 'timed-out', findings: [{ id: 'a', outcome: 'timed-out' }] });
    expect(outcome.analyzedAt).toEqual({ before: BEFORE });
  });

  it('ends a look that hangs', async () => {
    const { outcome, tookMs } = await run({ resource: [before, 'hangs'], findings: [open] }, { timeoutMs: 40_000 });
    expect(tookMs).toBe(40_000);
    expect(outcome).toMatchObject({ outcome: 'timed-out', polls: 1 });
  });

  it('ends a listing that hangs: AWS has looked, and what it saw is not known', async () => {
    const script: Script = { resource: [before, after], findings: [open, 'hangs'] };
    const { outcome, tookMs } = await run(script, { timeoutMs: 40_000 });
    expect(tookMs).toBe(40_000);
    expect(outcome).toMatchObject({ outcome: 'timed-out', findings: [{ outcome: 'timed-out' }] });
    expect(outcome.analyzedAt).toEqual({ before: BEFORE, after: AFTER });
  });

  it.each<[string, Script['resource'], number]>([
    ['before the first look', [missing()], 1_000],
    ['in a look that hangs', [missing(), missing(), 'hangs'], 40_000],
    ['while AWS knows the resource and has not analysed it', [missing(), missing(), {}], 40_000],
  ])('ends %s: that AWS does not know the resource was not said since', async (_name, resource, timeoutMs) => {
    const { outcome } = await run({ resource, findings: [[]] }, { timeoutMs });
    expect(outcome).toMatchObject({ outcome: 'timed-out', findings: [] });
  });

  it('says what went wrong last where it ran out', async () => {
    const { outcome } = await run(
      { resource: [before, awsError('ThrottlingException', 429)], findings: [open] },
      { timeoutMs: 40_000 },
    );
    expect(outcome).toMatchObject({ outcome: 'timed-out', problem: { code: 'throttled' } });
  });
});

describe('a look that fails for a passing reason is made again', () => {
  it.each([
    ['404', missing],
    ['throttling', () => awsError('ThrottlingException', 429)],
    ['500', () => awsError('InternalServerException', 500)],
    ['503', () => awsError('ServiceUnavailable', 503)],
    ['a lost connection', lostConnection],
    ['what the model calls retryable', () => Object.assign(awsError('ComeBackException', 400), { $retryable: {} })],
  ])('%s', async (_name, fail) => {
    const polls: RescanPoll[] = [];
    const script: Script = {
      resource: [before, fail(), before, fail(), fail(), after],
      findings: resolvesAfter(1).findings,
    };
    const { outcome } = await run(script, { onPoll: (poll) => polls.push(poll) });
    expect(outcome).toMatchObject({ outcome: 'resolved', polls: 5 });
    expect(polls.map(({ analyzedAt }) => analyzedAt)).toEqual([undefined, BEFORE, undefined, undefined, AFTER]);
    expect(polls.map(({ done }) => done)).toEqual([false, false, false, false, true]);
  });

  it.each([
    [45, 45_000],
    [0.1, undefined],
    [-1, undefined],
    [1e12, undefined],
  ])('and not sooner than AWS asked for: %d s', async (retryAfterSeconds, least) => {
    const busy = Object.assign(awsError('ThrottlingException', 429), { retryAfterSeconds });
    const { looks, outcome, tookMs } = await run({
      resource: [before, busy, after],
      findings: resolvesAfter(1).findings,
    });
    if (retryAfterSeconds > 300) {
      expect([outcome.outcome, tookMs]).toEqual(['timed-out', 300_000]);
      return;
    }
    const pause = (looks[1] ?? 0) - (looks[0] ?? 0);
    if (least === undefined) expect(pause).toBeLessThanOrEqual(3_200);
    else expect(pause).toBe(least);
    expect(outcome.outcome).toBe('resolved');
  });

  it('also where the findings are listed again', async () => {
    const throttled = awsError('ThrottlingException', 429);
    const script: Script = {
      resource: [before, after],
      findings: [open, throttled, throttled, [seen('a', { status: 'RESOLVED' })]],
    };
    expect((await run(script)).outcome.outcome).toBe('resolved');
  });

  it('and what no waiting cures ends it with the permission that is missing', async () => {
    const script: Script = { resource: [before, awsError('AccessDeniedException', 403)], findings: [open] };
    const failed = await run(script).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'AWS_CALL_FAILED', problem: { code: 'access-denied' } });
    expect(String(failed)).toContain('access-analyzer:GetAnalyzedResource');
  });
});

describe('404 again and again', () => {
  it('is gone where no finding is open any more', async () => {
    const script: Script = {
      resource: [before, missing()],
      findings: [open, [finding('a', { status: 'RESOLVED' })]],
    };
    const { outcome } = await run(script);
    expect(outcome).toMatchObject({ outcome: 'resource-gone', polls: 3, findings: [{ outcome: 'resource-gone' }] });
  });

  it('is nothing while one is open: it is waited for until the time is over', async () => {
    const { outcome, tookMs } = await run({ resource: [before, missing()], findings: [open] });
    expect(outcome.outcome).toBe('timed-out');
    expect(tookMs).toBe(300_000);
  });

  it.each(['ARCHIVED', 'SNOOZED'])('is nothing while one is %s: hidden is not gone', async (status) => {
    const { outcome } = await run({ resource: [before, missing()], findings: [open, [finding('a', { status })]] });
    expect(outcome.outcome).toBe('timed-out');
  });

  it('of a resource that AWS has never known is not-found', async () => {
    const { outcome } = await run({ resource: [missing()], findings: [[]] });
    expect(outcome).toMatchObject({ outcome: 'not-found', findings: [] });
  });

  it('of a resource that nobody could ask about since is timed-out: that it is not there was never said', async () => {
    const { outcome } = await run({ resource: [missing(), missing(), lostConnection()], findings: [[]] });
    expect(outcome).toMatchObject({ outcome: 'timed-out', problem: { code: 'network' } });
  });

  it('at the start of the scan proves no repair: an error finding went with its resource', async () => {
    const { outcome } = await run({
      resource: [before, missing()],
      findings: [[finding('a', { error: 'ACCESS_DENIED' })], []],
      scan: missing(),
    });
    expect(outcome).toMatchObject({ outcome: 'resource-gone', findings: [{ id: 'a', outcome: 'resource-gone' }] });
  });

  it.each<[string, Script['findings']]>([
    ['no finding', [[]]],
    ['a finding that is over', [[finding('a', { status: 'RESOLVED' })]]],
    ['one that is not listed any more', [open, []]],
    ['an open one', [open]],
  ])('at the start of the scan of a resource that AWS knows all the same starts none: with %s', async (_, findings) => {
    const failed = run({ resource: [before], findings, scan: missing() });
    await expect(failed).rejects.toMatchObject({ problem: { code: 'not-found', operation: 'StartResourceScan' } });
  });

  it('at the start of the scan, of what AWS has never known, is not-found at once', async () => {
    const { outcome, tookMs } = await run({ resource: [missing()], findings: [[]], scan: missing() });
    expect(outcome).toMatchObject({ outcome: 'not-found', polls: 0 });
    expect(tookMs).toBe(0);
  });

  it('before the scan is no baseline: whatever AWS says after it is new', async () => {
    const { outcome } = await run({ resource: [missing(), missing(), after], findings: [[], [seen('a')]] });
    expect(outcome).toMatchObject({ outcome: 'still-active', analyzedAt: { after: AFTER } });
    expect(outcome.analyzedAt.before).toBeUndefined();
  });

  it('before the scan, of what has no finding, is asked again: what AWS saw before is no proof', async () => {
    const { outcome } = await run({ resource: [missing(), before], findings: [[]] });
    expect(outcome).toMatchObject({ outcome: 'timed-out', analyzedAt: { before: BEFORE } });
  });

  it('before the scan does not hide when AWS looked last: its findings tell', async () => {
    const script = { findings: [open, [seen('a', { status: 'RESOLVED' })]] };
    const { outcome } = await run({ ...script, resource: [missing(), before, before, after] });
    expect(outcome).toMatchObject({ outcome: 'resolved', polls: 3, analyzedAt: { after: AFTER } });
    expect((await run({ findings: [open], resource: [missing(), before] })).outcome.outcome).toBe('timed-out');
  });
});

describe('an answer without the time of the analysis', () => {
  it.each([
    ['no finding', [[]]],
    ['an error finding that vanished', [[finding('a', { error: 'ACCESS_DENIED' })], []]],
    ['an open finding', [open]],
  ])('is no baseline, against which an old analysis would look new: with %s', async (_, findings) => {
    const client = scripted({ resource: [{}, before], findings });
    await expect(rescanAndAwait(client, { analyzer, resourceArn: ARN })).rejects.toMatchObject({
      problem: { code: 'malformed-response', operation: 'GetAnalyzedResource' },
    });
    expect(operations(client)).not.toContain('StartResourceScan');
  });
});

it('an analysis that the findings show sooner than their resource is not taken for the one that was asked for', async () => {
  const early = [seen('a')];
  const later = '2026-03-01T10:09:00.000Z';
  const { outcome } = await run({
    resource: [before, after, { analyzedAt: later }],
    findings: [early, [finding('a', { analyzedAt: later, status: 'RESOLVED' })]],
  });
  expect(outcome).toMatchObject({ outcome: 'resolved', polls: 2, analyzedAt: { before: BEFORE, after: later } });
});

describe('what the findings say', () => {
  it.each<[string, Script['findings'], string, object]>([
    ['the access is there', [open, [seen('a')]], 'still-active', {}],
    ['another access is there', [open, [seen('a', { status: 'RESOLVED' }), seen('b')]], 'replaced', {}],
    ['it is hidden', [open, [seen('a', { status: 'ARCHIVED' })]], 'archived', {}],
    ['AWS could not look', [open, [seen('a', { error: 'ACCESS_DENIED' })]], 'error-finding', {}],
    ['it vanished', [open, []], 'inconclusive', { cause: 'finding-vanished' }],
    ['it did not follow', [open, [finding('a')]], 'inconclusive', { cause: 'finding-not-reanalyzed' }],
    ['it is something new', [open, [seen('a', { status: 'SNOOZED' })]], 'inconclusive', { cause: 'unknown-status' }],
  ])('%s', async (_name, findings, outcome, members) => {
    const ended = await run({ resource: [before, after], findings });
    expect(ended.outcome).toMatchObject({ outcome, ...members });
    expect(ended.outcome.expectedBy).toBeUndefined();
  });

  it.each([
    ['account-public-access-block', 12],
    ['multi-region-access-point', 6],
    ['resource-control-policy', 24],
  ] as const)('after %s it is inconclusive, and expected within %i hours', async (changed, hours) => {
    const { outcome } = await run({ resource: [before, after], findings: [open, [seen('a')]] }, {}, { changed });
    expect(outcome).toMatchObject({ outcome: 'inconclusive', cause: changed });
    expect(Date.parse(outcome.expectedBy ?? '') - Date.parse(AFTER)).toBe(hours * 3_600_000);
  });

  it('a multi-Region access point is recognised by itself', async () => {
    const sources = [{ type: 'S3_ACCESS_POINT', detail: { accessPointArn: MULTI_REGION_ACCESS_POINT } }] as const;
    const { outcome } = await run({ resource: [before, after], findings: [open, [seen('a', { sources })]] });
    expect(outcome).toMatchObject({ outcome: 'inconclusive', cause: 'multi-region-access-point' });
    expect(outcome.expectedBy).toBe('2026-03-01T16:05:00.000Z');
  });

  it('is asked again while it has not followed the resource, for a few looks', async () => {
    const { client, outcome } = await run({
      resource: [before, after],
      findings: [open, [finding('a')], [finding('a')], [seen('a', { status: 'RESOLVED' })]],
    });
    expect(outcome.outcome).toBe('resolved');
    expect(operations(client).filter((operation) => operation === 'ListFindings')).toHaveLength(4);
  });

  it.each(['RESOLVED', 'ARCHIVED'])(
    'does not count as %s while the resource says ACTIVE and no active finding is shown',
    async (status) => {
      const { outcome } = await run({
        resource: [before, { ...after, status: 'ACTIVE' }],
        findings: [open, [seen('a', { status })]],
      });
      expect(outcome).toMatchObject({ outcome: 'inconclusive', cause: 'finding-not-reanalyzed' });
    },
  );

  it.each<[string, Script['findings']]>([
    ['ARCHIVED', [[finding('a', { status: 'ARCHIVED' })], [seen('a', { status: 'RESOLVED' })]]],
    ['ARCHIVED', [[]]],
    ['SNOOZED', [open, [seen('a', { status: 'RESOLVED' })]]],
  ])(
    'does not count as resolved while the resource says %s and none but resolved ones are shown',
    async (status, findings) => {
      const { outcome } = await run({ resource: [before, { ...after, status }], findings });
      expect(outcome).toMatchObject({ outcome: 'inconclusive', cause: 'finding-not-reanalyzed' });
    },
  );

  it.each(['ARCHIVED', 'RESOLVED'])('agrees with a resource that says %s where one is', async (status) => {
    const findings = [open, [seen('a', { status })]];
    const { outcome } = await run({ resource: [before, { ...after, status }], findings });
    expect(outcome.outcome).toBe(status.toLowerCase());
  });

  it('keeps its own cause where the resource says ACTIVE, too', async () => {
    const { outcome } = await run({
      resource: [before, { ...after, status: 'ACTIVE' }],
      findings: [open, [seen('a', { status: 'SNOOZED' })]],
    });
    expect(outcome).toMatchObject({ outcome: 'inconclusive', cause: 'unknown-status' });
  });

  it('is each finding for itself, and the worst of them for the resource', async () => {
    const { outcome } = await run({
      resource: [before, after],
      findings: [
        [finding('a'), finding('b')],
        [seen('a', { status: 'RESOLVED' }), seen('b')],
      ],
    });
    expect(outcome.outcome).toBe('still-active');
    expect(outcome.findings.map((item) => item.outcome)).toEqual(['resolved', 'still-active']);
  });

  it('counts although AWS left out of which resource it is', async () => {
    const { resource: _, ...nameless } = finding('a');
    const findings = [[nameless], [{ ...nameless, analyzedAt: AFTER }]];
    const { outcome } = await run({ resource: [before, after], findings });
    expect(outcome).toMatchObject({ outcome: 'still-active', findings: [{ id: 'a' }] });
  });

  it('is told with what went wrong where it could not be listed again', async () => {
    const throttled = awsError('ThrottlingException', 400);
    const unsettled = await run({ resource: [before, after], findings: [open, [finding('a')], throttled] });
    expect(unsettled.outcome).toMatchObject({ outcome: 'inconclusive', problem: { code: 'throttled' } });
    const gone = await run({ resource: [before, missing()], findings: [open, throttled] });
    expect(gone.outcome).toMatchObject({ outcome: 'timed-out', problem: { operation: 'ListFindings' } });
  });

  it('of another resource, which a service that ignored the filter returned, says nothing', async () => {
    const other = seen('x', { resource: 'arn:aws:s3:::other' });
    const { outcome } = await run({
      resource: [before, after],
      findings: [
        [finding('a'), other],
        [seen('a', { status: 'RESOLVED' }), other],
      ],
    });
    expect(outcome).toMatchObject({ outcome: 'resolved', findings: [{ id: 'a' }] });
  });
});

describe('onPoll', () => {
  it('is told each look, with the time that has passed', async () => {
    const polls: RescanPoll[] = [];
    const { looks } = await run(resolvesAfter(3), { onPoll: (poll) => polls.push(poll) });
    expect(polls.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(polls.map(({ elapsedMs }) => elapsedMs)).toEqual(looks);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('a broken progress bar');
      },
    ],
    ['rejects', () => Promise.reject(new Error('a broken progress bar'))],
    ['never answers', () => new Promise(() => undefined)],
  ])('that %s costs nothing', async (_name, onPoll) => {
    expect((await run(resolvesAfter(2), { onPoll })).outcome.outcome).toBe('resolved');
  });
});

describe('an abort', () => {
  it('in the middle of a pause rejects with its reason, and leaves no timer', async () => {
    const stop = new AbortController();
    const client = scripted({ resource: [before], findings: [open] });
    const rescan = rescanAndAwait(client, { analyzer, resourceArn: ARN }, { signal: stop.signal });
    const rejected = expect(rescan).rejects.toBe('enough');
    await vi.advanceTimersByTimeAsync(30_000);
    const asked = client.calls.length;
    stop.abort('enough');
    await rejected;
    expect(vi.getTimerCount()).toBe(0);
    expect(client.calls).toHaveLength(asked);
  });

  it('from onPoll is obeyed, although AWS has just answered', async () => {
    const stop = new AbortController();
    const onPoll = (): void => {
      stop.abort('enough');
    };
    await expect(run(resolvesAfter(1), { onPoll, signal: stop.signal })).rejects.toBe('enough');
  });
});

it.each([
  [{ type: 'ACCOUNT_UNUSED_ACCESS', access: 'unused' }],
  [{ type: 'ORGANIZATION_INTERNAL_ACCESS', access: 'internal' }],
  [{ status: 'DISABLED' }],
  [{ status: 'CREATING' }],
] as const)('an analyzer with %j is refused before any call', async (members) => {
  const client = scripted(resolvesAfter(1));
  const failed = await rescanAndAwait(client, { analyzer: { ...analyzer, ...members }, resourceArn: ARN }).catch(
    (error: unknown) => error,
  );
  expect(isAccessAnalyzerKitError(failed) && failed.code).toBe('WRONG_ANALYZER_TYPE');
  expect(client.calls).toEqual([]);
});
