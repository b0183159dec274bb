import { afterEach, describe, expect, test } from 'vitest';
import { createClients } from '../../src/clients/create-clients.ts';
import type { Clients } from '../../src/clients/types.ts';
import { listAnalyzers } from '../../src/analyzers/list-analyzers.ts';
import { InvalidInputError } from '../../src/errors/invalid-input-error.ts';
import type { Analyzer } from '../../src/model/analyzer.ts';
import {
  rescanAll,
  rescanAndAwait,
  type RescanOptions,
  type RescanPoll,
  type RescanTarget,
} from '../../src/rescan/index.ts';
import {
  createFakeAws,
  type FakeAws,
  type FakeBucket,
  type FakeFinding,
  type FakeScenario,
} from '../../src/testing/index.ts';

const ACCOUNT = '111122223333';
const REGION = 'us-east-1';
const BUCKET = 'reports';
const ARN = `arn:aws:s3:::${BUCKET}`;
const quick: RescanOptions = { timeoutMs: 20_000, minDelayMs: 2, maxDelayMs: 10 };

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface Bed {
  readonly fake: FakeAws;
  readonly clients: Clients;
  readonly analyzer: Analyzer;
  rescan(options?: RescanOptions, target?: Partial<RescanTarget>): ReturnType<typeof rescanAndAwait>;
}

/** A public bucket and its analyzer, over HTTP. */
async function start(
  findings?: readonly FakeFinding[],
  behavior: FakeScenario['behavior'] = {},
  type = 'ACCOUNT',
): Promise<Bed> {
  const fake = createFakeAws({
    accounts: [
      {
        id: ACCOUNT,
        regions: {
          [REGION]: { analyzers: [{ name: 'external', type, ...(findings === undefined ? {} : { findings }) }] },
        },
        buckets: [
          {
            name: BUCKET,
            region: REGION,
            policy: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${ARN}/*` }],
            },
          },
        ],
      },
    ],
    behavior,
  });
  const server = await fake.listen();
  const clients = createClients({ endpoint: server.url, credentials: fake.credentialsFor(ACCOUNT), maxAttempts: 1 });
  cleanUps.push(
    () => server.close(),
    () => {
      clients.destroy();
    },
  );
  const [analyzer] = await listAnalyzers(clients.accessAnalyzer(REGION));
  if (analyzer === undefined) throw new Error('no analyzer');
  return {
    fake,
    clients,
    analyzer,
    rescan: (options = {}, target = {}) =>
      rescanAndAwait(
        clients.accessAnalyzer(REGION),
        { analyzer, resourceArn: ARN, ...target },
        { ...quick, ...options },
      ),
  };
}

const handle = (fake: FakeAws) => fake.account(ACCOUNT).region(REGION).analyzer('external');
const change = (fake: FakeAws, members: Partial<FakeBucket>): void => {
  fake
    .account(ACCOUNT)
    .putBucket({ name: BUCKET, region: REGION, ...fake.account(ACCOUNT).bucket(BUCKET), ...members });
};
const block = (fake: FakeAws): void => {
  change(fake, {
    publicAccessBlock: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  });
};

describe('rescanAndAwait', () => {
  test('a bucket that was blocked is resolved, after one scan', async () => {
    const { fake, rescan } = await start();
    block(fake);
    const outcome = await rescan();
    expect(outcome).toMatchObject({ outcome: 'resolved', region: REGION, resourceArn: ARN });
    expect(outcome.findings).toMatchObject([
      { outcome: 'resolved', before: { status: 'ACTIVE' }, after: { status: 'RESOLVED' } },
    ]);
    const { after = '', before = '' } = outcome.analyzedAt;
    expect(after > before).toBe(true);
    expect(fake.requests.filter(({ operation }) => operation === 'StartResourceScan')).toHaveLength(1);
  });

  test('a bucket that was not is still active', async () => {
    const { rescan } = await start();
    expect(await rescan()).toMatchObject({ outcome: 'still-active', findings: [{ outcome: 'still-active' }] });
  });

  test('a policy that now lets somebody else in replaces the finding', async () => {
    const { fake, rescan } = await start();
    change(fake, {
      policy: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::444455556666:root' },
            Action: 's3:GetObject',
            Resource: `${ARN}/*`,
          },
        ],
      },
    });
    const outcome = await rescan();
    expect(outcome.outcome).toBe('replaced');
    expect(outcome.findings).toHaveLength(2);
    expect(new Set(outcome.findings.map((finding) => finding.outcome))).toEqual(new Set(['replaced']));
  });

  test('an archived finding of a bucket that is still open is archived, not resolved', async () => {
    const { fake, rescan } = await start();
    const [finding] = handle(fake).findings();
    handle(fake).changeFinding(finding?.id ?? '', { status: 'ARCHIVED' });
    expect(await rescan()).toMatchObject({ outcome: 'archived' });
  });

  test('a bucket that was deleted is gone', async () => {
    const { fake, rescan } = await start();
    fake.account(ACCOUNT).deleteBucket(BUCKET);
    expect((await rescan()).outcome).toMatch(/^(resource-gone|resolved)$/);
  });

  test('a misspelt bucket is not found', async () => {
    const { rescan } = await start();
    expect(await rescan({}, { resourceArn: 'arn:aws:s3:::reprots' })).toMatchObject({
      outcome: 'not-found',
      findings: [],
      polls: 0,
    });
  });

  test.each(['throttle', 'internal', 'unavailable', 'reset', 'html', 'not-found'] as const)(
    'a look that ends with %s is made again',
    async (kind) => {
      const { fake, rescan } = await start(undefined, { scanLatencyMs: 40 });
      block(fake);
      const polls: RescanPoll[] = [];
      // The first one is the baseline.
      fake.inject({ kind, operation: 'GetAnalyzedResource', skip: 1, times: 2 });
      const outcome = await rescan({ onPoll: (poll) => polls.push(poll) });
      expect(outcome.outcome).toBe('resolved');
      expect(polls.filter(({ analyzedAt }) => analyzedAt === undefined)).toHaveLength(2);
      expect(polls.at(-1)).toMatchObject({ done: true });
    },
  );

  test('a denied look ends the waiting with an error that names the permission', async () => {
    const { fake, rescan } = await start(undefined, { scanLatencyMs: 1_000_000 });
    fake.inject({ kind: 'access-denied', operation: 'GetAnalyzedResource', skip: 1, times: 9 });
    await expect(rescan()).rejects.toThrow('access-analyzer:GetAnalyzedResource');
  });

  test('a scan that does not come is timed out, never still active', async () => {
    const { rescan } = await start(undefined, { scanLatencyMs: 1_000_000 });
    const outcome = await rescan({ timeoutMs: 60 });
    expect(outcome).toMatchObject({ outcome: 'timed-out', findings: [{ outcome: 'timed-out' }] });
    expect(outcome.polls).toBeGreaterThan(0);
  });

  test.each(['account-public-access-block', 'resource-control-policy'] as const)(
    'what AWS sees hours later (%s) is inconclusive, with the time to expect it by',
    async (changed) => {
      const { rescan } = await start();
      const outcome = await rescan({}, { changed });
      expect(outcome).toMatchObject({ outcome: 'inconclusive', cause: changed });
      expect(Date.parse(outcome.expectedBy ?? '')).toBeGreaterThan(Date.parse(outcome.analyzedAt.after ?? ''));
    },
  );

  test('an analyzer of unused access is refused before any call', async () => {
    const { analyzer, fake, rescan } = await start();
    const before = fake.requests.length;
    const unused: Analyzer = { ...analyzer, type: 'ACCOUNT_UNUSED_ACCESS', access: 'unused' };
    await expect(rescan({}, { analyzer: unused })).rejects.toMatchObject({ code: 'WRONG_ANALYZER_TYPE' });
    await expect(rescan({}, { analyzer: { ...analyzer, status: 'DISABLED' } })).rejects.toThrow('DISABLED');
    const elsewhere = analyzer.arn.replace(REGION, 'eu-west-1');
    await expect(rescan({}, { analyzer: elsewhere })).rejects.toMatchObject({ code: 'REGION_MISMATCH' });
    expect(fake.requests).toHaveLength(before);
  });

  test.each([
    ['resourceArn', { target: { resourceArn: 'reports' } }],
    ['resourceOwnerAccount', { target: { resourceOwnerAccount: '12' } }],
    ['changed', { target: { changed: 'nothing' } }],
    ['timeoutMs', { options: { timeoutMs: 0 } }],
    ['minDelayMs', { options: { minDelayMs: 100, maxDelayMs: 50 } }],
    ['onPoll', { options: { onPoll: 'log' } }],
  ])('a wrong %s is refused before any call', async (member, { options = {}, target = {} }: Record<string, object>) => {
    const { fake, rescan } = await start();
    const before = fake.requests.length;
    const failed = rescan(options, target);
    await expect(failed).rejects.toBeInstanceOf(InvalidInputError);
    await expect(failed).rejects.toThrow(member);
    expect(fake.requests).toHaveLength(before);
  });

  test('an abort at any request rejects with its reason, and no other request follows', async () => {
    const { analyzer, clients, fake } = await start(undefined, { scanLatencyMs: 1_000_000 });
    for (let stopAt = 1; stopAt <= 6; stopAt += 1) {
      const stop = new AbortController();
      const reason = new Error(`stopped at ${stopAt}`);
      const before = fake.requests.length;
      let sent = 0;
      const client = {
        config: { region: REGION },
        send: (command: never, options?: { readonly abortSignal?: AbortSignal }) => {
          sent += 1;
          if (sent === stopAt) stop.abort(reason);
          return clients.accessAnalyzer(REGION).send(command, options as never) as Promise<unknown>;
        },
      };
      const rescan = rescanAndAwait(client, { analyzer, resourceArn: ARN }, { ...quick, signal: stop.signal });
      await expect(rescan).rejects.toBe(reason);
      expect(fake.requests.length - before).toBeLessThanOrEqual(stopAt);
    }
  });
});

describe('rescanAll', () => {
  test('rescans each resource once and yields one outcome for each, failures among them', async () => {
    const { analyzer, clients, fake } = await start();
    block(fake);
    const client = clients.accessAnalyzer(REGION);
    const unknown = 'arn:aws:s3:::nobody';
    const wrong = analyzer.arn.replace('external', 'internal');
    const targets = [
      { client, analyzer, resourceArn: ARN },
      { client, analyzer: analyzer.arn, resourceArn: ARN },
      { client, analyzer, resourceArn: unknown },
      { client, analyzer: wrong, resourceArn: ARN },
    ];
    const outcomes = new Map<string, string>();
    for await (const settled of rescanAll(targets, quick)) {
      const { analyzer: ref, resourceArn } = settled.item;
      outcomes.set(
        `${typeof ref === 'string' ? ref : ref.arn} ${resourceArn}`,
        settled.status === 'fulfilled' ? settled.value.outcome : 'failed',
      );
    }
    expect(Object.fromEntries(outcomes)).toEqual({
      [`${analyzer.arn} ${ARN}`]: 'resolved',
      [`${analyzer.arn} ${unknown}`]: 'not-found',
      [`${wrong} ${ARN}`]: 'failed',
    });
  });
});
