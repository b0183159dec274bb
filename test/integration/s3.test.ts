import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, test } from 'vitest';
import { createClients } from '../../src/clients/create-clients.ts';
import type { Clients } from '../../src/clients/types.ts';
import { InvalidInputError } from '../../src/errors/invalid-input-error.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { collectEvidence } from '../../src/evidence/collect-evidence.ts';
import { iterateActiveFindings } from '../../src/findings/iterate-findings.ts';
import type { JournalEntry } from '../../src/journal/journal.ts';
import { blockPublicAccess, resolveFinding, type BlockedBucket, type S3ClientSource } from '../../src/s3/index.ts';
import {
  createFakeAws,
  type FakeAws,
  type FakeBucket,
  type FakePublicAccessBlock,
  type FakeScenario,
} from '../../src/testing/index.ts';

const ACCOUNT = '111122223333';
const OTHER = '444455556666';
const BUCKET = 'reports';
const ALL: FakePublicAccessBlock = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface Bed {
  readonly fake: FakeAws;
  readonly clients: Clients;
  readonly s3: (region: string) => S3Client;
}

function scenario(bucket: Partial<FakeBucket>, analyzers: string[] = ['external']): FakeScenario {
  return {
    accounts: [
      {
        id: ACCOUNT,
        regions: {
          'us-east-1': { analyzers: [] },
          'eu-west-1': { analyzers: analyzers.map((name) => ({ name, type: 'ACCOUNT' })) },
        },
        buckets: [
          {
            name: BUCKET,
            region: 'eu-west-1',
            policy: {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${BUCKET}/*` },
              ],
            },
            ...bucket,
          },
        ],
      },
    ],
  };
}

/** A public bucket in eu-west-1, over HTTP. */
async function start(bucket: Partial<FakeBucket> = {}, analyzers?: string[]): Promise<Bed> {
  const fake = createFakeAws(scenario(bucket, analyzers));
  const server = await fake.listen();
  const clients = createClients({ endpoint: server.url, credentials: fake.credentialsFor(ACCOUNT), maxAttempts: 1 });
  cleanUps.push(
    () => server.close(),
    () => {
      clients.destroy();
    },
  );
  return { fake, clients, s3: (region) => new S3Client({ ...clients.clientConfig(region), forcePathStyle: true }) };
}

const blockOf = (fake: FakeAws): FakePublicAccessBlock | undefined =>
  fake.account(ACCOUNT).bucket(BUCKET)?.publicAccessBlock;
const setBlock = (fake: FakeAws, publicAccessBlock: FakePublicAccessBlock | undefined): void => {
  const bucket = fake.account(ACCOUNT).bucket(BUCKET);
  if (bucket !== undefined) fake.account(ACCOUNT).putBucket({ ...bucket, publicAccessBlock });
};
const writes = (fake: FakeAws): number =>
  fake.requests.filter(({ operation }) => /^(Put|Delete)/.test(operation)).length;

describe('blockPublicAccess', () => {
  test('sets all four flags in the bucket’s own Region, and undo takes the configuration away again', async () => {
    const { fake, s3 } = await start();
    const blocked = await blockPublicAccess(s3, { bucket: BUCKET, expectedBucketOwner: ACCOUNT });
    expect(blocked).toMatchObject({ bucket: BUCKET, region: 'eu-west-1', after: ALL, changed: true, dryRun: false });
    expect(blocked.before).toBeUndefined();
    expect(blockOf(fake)).toEqual(ALL);
    await blocked.undo();
    expect(blockOf(fake)).toBeUndefined();
    await blocked.undo();
    expect(writes(fake)).toBe(2);
  });

  test('undo puts back the flags that were set, no more and no less', async () => {
    const before = { ...ALL, BlockPublicPolicy: false, RestrictPublicBuckets: false };
    const { fake, s3 } = await start({ publicAccessBlock: before });
    const blocked = await blockPublicAccess(s3, { bucket: `arn:aws:s3:::${BUCKET}` });
    expect(blocked.before).toEqual(before);
    expect(blockOf(fake)).toEqual(ALL);
    await blocked.undo();
    expect(blockOf(fake)).toEqual(before);
  });

  test('undo refuses when somebody has changed the block since, and changes nothing', async () => {
    const { fake, s3 } = await start();
    const blocked = await blockPublicAccess(s3, { bucket: BUCKET });
    const theirs = { ...ALL, IgnorePublicAcls: false };
    setBlock(fake, theirs);
    await expect(blocked.undo()).rejects.toMatchObject({ code: 'STATE_CHANGED' });
    expect(blockOf(fake)).toEqual(theirs);
  });

  test('writes nothing where everything is blocked already', async () => {
    const { fake, s3 } = await start({ publicAccessBlock: ALL });
    const blocked = await blockPublicAccess(s3, { bucket: BUCKET });
    expect(blocked).toMatchObject({ before: ALL, changed: false });
    await blocked.undo();
    expect(writes(fake)).toBe(0);
    expect(blockOf(fake)).toEqual(ALL);
  });

  test.each(['access-denied', 'internal', 'html', 'reset'] as const)(
    'writes nothing when the state before cannot be read (%s)',
    async (kind) => {
      const { fake, s3 } = await start();
      fake.inject({ kind, operation: 'GetPublicAccessBlock', times: 9 });
      await expect(blockPublicAccess(s3, { bucket: BUCKET })).rejects.toMatchObject({ code: 'AWS_CALL_FAILED' });
      expect(writes(fake)).toBe(0);
    },
  );

  test('writes nothing to a bucket of another owner, or to one that is not there', async () => {
    const { fake, s3 } = await start();
    await expect(blockPublicAccess(s3, { bucket: BUCKET, expectedBucketOwner: OTHER })).rejects.toMatchObject({
      problem: { code: 'access-denied' },
    });
    await expect(blockPublicAccess(s3, { bucket: 'nobodys' })).rejects.toMatchObject({
      problem: { awsError: 'NoSuchBucket' },
    });
    expect(writes(fake)).toBe(0);
  });

  test('a client of another Region that cannot follow says where the bucket is', async () => {
    const { fake, s3 } = await start();
    await expect(blockPublicAccess(s3('us-east-1'), { bucket: BUCKET })).rejects.toMatchObject({
      code: 'REGION_MISMATCH',
      message: expect.stringContaining('eu-west-1') as string,
    });
    expect(writes(fake)).toBe(0);
    expect((await blockPublicAccess(s3('eu-west-1'), { bucket: BUCKET })).changed).toBe(true);
  });

  test('a dry run reads, and writes neither to AWS nor to the journal', async () => {
    const { fake, s3 } = await start();
    const entries: JournalEntry[] = [];
    const blocked = await blockPublicAccess(
      s3,
      { bucket: BUCKET },
      { dryRun: true, journal: (entry) => entries.push(entry) },
    );
    expect(blocked).toMatchObject({ dryRun: true, changed: false, after: ALL });
    await blocked.undo();
    expect([writes(fake), entries, blockOf(fake)]).toEqual([0, [], undefined]);
  });

  test('the journal has the change and its undoing, before and after', async () => {
    const { s3 } = await start();
    const folder = await mkdtemp(join(tmpdir(), 'aak-s3-'));
    cleanUps.push(() => rm(folder, { recursive: true }));
    const journal = join(folder, 'journal.jsonl');
    const { undo } = await blockPublicAccess(s3, { bucket: BUCKET }, { journal, actor: 'jane', reason: 'T-1' });
    await undo({ journal, actor: 'jane' });
    const lines = (await readFile(journal, 'utf8')).trim().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as JournalEntry);
    expect(entries).toMatchObject([
      {
        phase: 'before',
        operation: 's3:PutPublicAccessBlock',
        who: 'jane',
        reason: 'T-1',
        target: BUCKET,
        before: null,
      },
      { phase: 'after', result: 'done', after: ALL },
      { phase: 'before', operation: 's3:DeletePublicAccessBlock', before: ALL, after: null },
      { phase: 'after', result: 'done' },
    ]);
  });

  test('an abort at any request rejects with its reason, and no other request follows', async () => {
    for (let stopAt = 1; stopAt <= 3; stopAt += 1) {
      const { fake, s3 } = await start();
      const stop = new AbortController();
      const reason = new Error(`stopped at ${stopAt}`);
      let sent = 0;
      const client = s3('eu-west-1');
      const counting: S3ClientSource = {
        config: { region: 'eu-west-1' },
        send: (command, options) => {
          sent += 1;
          if (sent === stopAt) stop.abort(reason);
          return client.send(command, options as never);
        },
      };
      await expect(blockPublicAccess(counting, { bucket: BUCKET }, { signal: stop.signal })).rejects.toBe(reason);
      expect(fake.requests.length).toBeLessThanOrEqual(stopAt);
    }
  });

  test.each([
    ['bucket', { bucket: 'a' }],
    ['bucket', { bucket: 'arn:aws:s3:eu-west-1:111122223333:accesspoint/reports' }],
    ['directory bucket', { bucket: 'reports--euw1-az1--x-s3' }],
    ['expectedBucketOwner', { bucket: BUCKET, expectedBucketOwner: '1' }],
    ['dryRun', { bucket: BUCKET, dryRun: true }],
  ])('a wrong %s is refused before any call', async (text, target) => {
    const { fake, s3 } = await start();
    const failed = blockPublicAccess(s3, target);
    await expect(failed).rejects.toBeInstanceOf(InvalidInputError);
    await expect(failed).rejects.toThrow(text);
    expect(fake.requests).toEqual([]);
  });
});

describe('resolveFinding', () => {
  const quick = { minDelayMs: 2, maxDelayMs: 10, timeoutMs: 20_000 };
  const accessOf = async (clients: Clients) => {
    const { accesses } = evaluate(await collectEvidence(clients));
    const access = accesses.find(({ resource }) => resource?.endsWith(BUCKET));
    if (access === undefined) throw new Error('no access');
    return access;
  };

  test('blocks the bucket, rescans where it was seen, and the next audit passes', async () => {
    const { clients, fake, s3 } = await start();
    const told: BlockedBucket[] = [];
    const resolved = await resolveFinding(
      clients,
      { access: await accessOf(clients) },
      { ...quick, s3, onBlocked: (blocked) => told.push(blocked) },
    );
    expect(resolved).toMatchObject({ outcome: 'resolved', blocked: { changed: true } });
    expect(told).toEqual([resolved.blocked]);
    expect(resolved.rescans).toHaveLength(1);
    expect(blockOf(fake)).toEqual(ALL);
    expect(evaluate(await collectEvidence(clients)).accesses).toEqual([]);
    await resolved.blocked.undo();
    expect(blockOf(fake)).toBeUndefined();
  });

  test('rescans every analyzer that reported it, and tells the worst of what they say', async () => {
    const { clients, fake, s3 } = await start({}, ['one', 'two']);
    const access = await accessOf(clients);
    expect(new Set(access.sightings.map(({ analyzer }) => analyzer)).size).toBe(2);
    // One of the two cannot be asked: what it would say is not known.
    fake.inject({
      kind: 'access-denied',
      times: Infinity,
      when: ({ input, operation }) =>
        operation === 'StartResourceScan' && JSON.stringify(input).includes('analyzer/two'),
    });
    const resolved = await resolveFinding(clients, { access }, { ...quick, s3 });
    expect(resolved.outcome).toBe('inconclusive');
    const outcomes = resolved.rescans.map((settled) =>
      settled.status === 'fulfilled' ? settled.value.outcome : settled.status,
    );
    expect(outcomes.sort()).toEqual(['rejected', 'resolved']);
  });

  test('asks in each Region that reported it: a Region that still shows it decides', async () => {
    const { clients, fake, s3 } = await start();
    const access = await accessOf(clients);
    const [here] = access.sightings;
    const analyzer = fake.account(ACCOUNT).region('us-east-1').addAnalyzer({ name: 'external', type: 'ACCOUNT' });
    analyzer.addFinding({
      resource: access.resource,
      resourceType: 'AWS::S3::Bucket',
      isPublic: true,
      principal: { AWS: '*' },
    });
    analyzer.setScanResult(access.resource ?? '', [
      { principal: { AWS: '*' }, isPublic: true, action: ['s3:GetObject'], condition: {} },
    ]);
    if (here === undefined) throw new Error('no sighting');
    const sightings = [here, { ...here, region: 'us-east-1', analyzer: analyzer.arn }];
    const resolved = await resolveFinding(clients, { access: { ...access, sightings } }, { ...quick, s3 });
    const scans = fake.requests.filter(({ operation }) => operation === 'StartResourceScan');
    expect(scans.map(({ region }) => region).sort()).toEqual(['eu-west-1', 'us-east-1']);
    expect(resolved.outcome).toMatch(/^(still-active|replaced)$/);
  });

  test('takes a finding with its analyzer, too', async () => {
    const { clients, fake, s3 } = await start();
    const client = clients.accessAnalyzer('eu-west-1');
    for await (const finding of iterateActiveFindings(client, 'external')) {
      const target = { finding, analyzer: 'external', region: 'eu-west-1' };
      expect(await resolveFinding(clients, target, { ...quick, s3 })).toMatchObject({ outcome: 'resolved' });
    }
    expect(fake.account(ACCOUNT).region('eu-west-1').analyzer('external').findings()).toMatchObject([
      { status: 'RESOLVED' },
    ]);
  });

  test('makes its own S3 clients from the clients', async () => {
    const fake = createFakeAws(scenario({}));
    const clients = createClients({ requestHandler: fake.requestHandler, credentials: fake.credentialsFor(ACCOUNT) });
    const resolved = await resolveFinding(clients, { access: await accessOf(clients) }, quick);
    expect(resolved.outcome).toBe('resolved');
  });

  test('a rescan that fails leaves the outcome open, and the way back in hand', async () => {
    const { clients, fake, s3 } = await start();
    const access = await accessOf(clients);
    fake.inject({ kind: 'access-denied', operation: 'StartResourceScan', times: 9 });
    const resolved = await resolveFinding(clients, { access }, { ...quick, s3 });
    expect(resolved.outcome).toBe('inconclusive');
    expect(resolved.rescans).toMatchObject([{ status: 'rejected', reason: { problem: { code: 'access-denied' } } }]);
    await resolved.blocked.undo();
    expect(blockOf(fake)).toBeUndefined();
  });

  test('an abort while waiting rejects with its reason, after the way back was handed over', async () => {
    const { clients, fake, s3 } = await start();
    const access = await accessOf(clients);
    const stop = new AbortController();
    let handed: BlockedBucket | undefined;
    const resolving = resolveFinding(
      clients,
      { access },
      {
        ...quick,
        s3,
        signal: stop.signal,
        onBlocked: (blocked) => {
          handed = blocked;
          stop.abort(new Error('enough'));
        },
      },
    );
    await expect(resolving).rejects.toThrow('enough');
    await handed?.undo();
    expect(blockOf(fake)).toBeUndefined();
  });

  test('a dry run changes nothing and rescans nothing', async () => {
    const { clients, fake, s3 } = await start();
    const resolved = await resolveFinding(clients, { access: await accessOf(clients) }, { ...quick, s3, dryRun: true });
    expect(resolved).toMatchObject({ blocked: { dryRun: true }, rescans: [] });
    expect(resolved.outcome).toBeUndefined();
    expect(fake.requests.some(({ operation }) => operation === 'StartResourceScan')).toBe(false);
  });

  test('a dry run that stands beside the access is refused: it would be heard by nobody', async () => {
    const { clients, fake, s3 } = await start();
    const target = { access: await accessOf(clients), dryRun: true };
    const before = fake.requests.length;
    await expect(resolveFinding(clients, target, { ...quick, s3 })).rejects.toThrow('dryRun is one of the options');
    expect(fake.requests).toHaveLength(before);
  });

  test.each([
    ['another type', { resourceType: 'AWS::SQS::Queue', resource: 'arn:aws:sqs:eu-west-1:111122223333:q' }],
    ['a grant to a named account', { isPublic: false }],
  ])('%s is refused before any call, with the way to go', async (_, change) => {
    const { clients, fake, s3 } = await start();
    const access = { ...(await accessOf(clients)), ...change };
    const before = fake.requests.length;
    await expect(resolveFinding(clients, { access }, { ...quick, s3 })).rejects.toThrow('planRemediation');
    expect(fake.requests).toHaveLength(before);
  });
});
