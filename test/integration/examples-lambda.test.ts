import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { handler as scheduledHandler } from '../../examples/scheduled-lambda.ts';
import { createAlertHandler, type Alert } from '../../examples/support/alert.ts';
import type { ScheduledAuditResult } from '../../examples/support/scheduled-audit.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { createFindingHandler } from '../../src/events/index.ts';
import { parseEvidence } from '../../src/model/parse-evidence.ts';
import { cleanScenario, createFakeAws, type FakeAws } from '../../src/testing/index.ts';
import { environmentOf, runExample } from '../helpers/run-example.ts';
import { eventOf } from '../unit/events/event-of.ts';

const ACCOUNT = '111122223333';
const A = 'us-east-1';
const B = 'eu-west-1';
const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A bucket in memory behind the SDK's own client, with pages of two keys. */
function fakeBucket(): Map<string, string> {
  const objects = new Map<string, string>();
  const s3 = mockClient(S3Client);
  cleanUps.push(() => {
    s3.restore();
  });
  s3.on(PutObjectCommand).callsFake(({ Body, Bucket, Key }: { Bucket: string; Key: string; Body: string }) => {
    expect(Bucket).toBe('audit-evidence');
    objects.set(Key, Body);
    return {};
  });
  s3.on(GetObjectCommand).callsFake(({ Key }: { Key: string }) => {
    const text = objects.get(Key);
    if (text === undefined) throw new NoSuchKey({ message: 'no such key', $metadata: {} });
    return { Body: { transformToString: async () => text } };
  });
  s3.on(ListObjectsV2Command).callsFake(({ ContinuationToken = '0', Prefix }: Readonly<Record<string, string>>) => {
    const keys = [...objects.keys()].filter((key) => key.startsWith(Prefix ?? '')).sort();
    const start = Number(ContinuationToken);
    const more = start + 2 < keys.length;
    return {
      Contents: keys.slice(start, start + 2).map((Key) => ({ Key })),
      ...(more ? { NextContinuationToken: String(start + 2) } : {}),
    };
  });
  return objects;
}

interface Bed {
  readonly fake: FakeAws;
  readonly objects: ReadonlyMap<string, string>;
  /** Runs the function for the event of an hour. */
  hour(number: number, remainingMs?: number): Promise<ScheduledAuditResult>;
}

let loads = 0;

/** The function as Lambda loads it: from its module, configured by its environment. */
async function deploy(): Promise<Bed> {
  const fake = createFakeAws(cleanScenario({ regions: [A, B] }));
  const server = await fake.listen();
  cleanUps.push(() => server.close());
  const objects = fakeBucket();
  const env = { ...environmentOf(fake, server, ACCOUNT), EVIDENCE_BUCKET: 'audit-evidence' };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  loads += 1;
  const { handler } = (await import(/* @vite-ignore */ `${EXAMPLES}/scheduled-lambda.ts?load=${loads}`)) as {
    readonly handler: typeof scheduledHandler;
  };
  return {
    fake,
    objects,
    hour: (number, remainingMs = 900_000) =>
      handler(
        { id: `event-${number}`, time: `2026-11-26T${String(number).padStart(2, '0')}:00:00Z` },
        { getRemainingTimeInMillis: () => remainingMs },
      ),
  };
}

const open = (fake: FakeAws, name: string, members = {}): string =>
  fake
    .account(ACCOUNT)
    .region(A)
    .analyzer('external')
    .addFinding({
      resource: `arn:aws:s3:::${name}`,
      principal: { AWS: '444455556666' },
      action: ['s3:GetObject'],
      isPublic: false,
      ...members,
    });

describe('scheduled-lambda.ts', () => {
  test('writes what it read; what was open the first time is a baseline, not news', async () => {
    const { fake, hour, objects } = await deploy();
    open(fake, 'old');
    const first = await hour(1);
    expect(first).toMatchObject({ key: 'evidence/2026-11-26T01:00:00.000Z-event-1/complete.json', status: 'FAIL' });
    expect(first).not.toHaveProperty('comparedWith');
    const evidence = parseEvidence(JSON.parse(objects.get(first.key) ?? ''));
    expect(evaluate(evidence).summary.exposed.accesses).toBe(1);
    expect(await hour(2)).toMatchObject({ comparedWith: first.key, status: 'FAIL' });
    expect(objects.size).toBe(2);
  });

  test('fails on a new finding, in a retry as well, and is quiet in the next hour', async () => {
    const { fake, hour, objects } = await deploy();
    await hour(1);
    open(fake, 'surprise');
    const failed = { name: 'NewAccessError', message: expect.stringMatching(/new: .*arn:aws:s3:::surprise/) as string };
    await expect(hour(2)).rejects.toMatchObject(failed);
    const requests = fake.requests.length;
    await expect(hour(2)).rejects.toMatchObject(failed);
    // The retry judged what the first attempt had written.
    expect(fake.requests).toHaveLength(requests);
    expect(objects.size).toBe(2);
    expect(await hour(3)).toMatchObject({ status: 'FAIL' });
  });

  test('what could not be read fails as well, is kept, and is nothing to compare with', async () => {
    const { fake, hour, objects } = await deploy();
    const first = await hour(1);
    open(fake, 'unseen');
    fake.account(ACCOUNT).region(A).setDeny('scp');
    await expect(hour(2)).rejects.toMatchObject({ name: 'IncompleteAuditError' });
    expect([...objects.keys()]).toContain('evidence/2026-11-26T02:00:00.000Z-event-2/partial.json');
    fake.account(ACCOUNT).region(A).setDeny(undefined);
    await expect(hour(3)).rejects.toMatchObject({
      name: 'NewAccessError',
      message: expect.stringContaining(`since ${first.key}`) as string,
    });
  });

  test('a new finding outdoes what could not be read', async () => {
    const { fake, hour } = await deploy();
    await hour(1);
    open(fake, 'surprise');
    fake.account(ACCOUNT).region(B).setDeny('scp');
    await expect(hour(2)).rejects.toMatchObject({ name: 'NewAccessError' });
  });

  test('stops before Lambda would, and writes nothing', async () => {
    const { hour, objects } = await deploy();
    await expect(hour(1, 10_000)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(objects.size).toBe(0);
  });
});

/** EventBridge's matching, as far as the rule uses it: each member is one of the texts that the pattern lists. */
function matches(
  pattern: Readonly<Record<string, readonly string[]>>,
  event: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(pattern).every(([member, values]) => values.includes(String(event[member])));
}

describe('event-rule.json', () => {
  test('lets every event of a finding through, and nothing that the handler would refuse', async () => {
    const pattern = JSON.parse(await readFile(join(EXAMPLES, 'event-rule.json'), 'utf8')) as Record<string, string[]>;
    const fixtures = JSON.parse(
      await readFile(join(import.meta.dirname, '../fixtures/events.json'), 'utf8'),
    ) as readonly { readonly event: Record<string, unknown>; readonly expected: { readonly kind: string } }[];
    const handler = createFindingHandler({ onActive: () => undefined });
    for (const { event, expected } of fixtures) {
      // AWS's example of an internal error has a source of before the release.
      const sent = { ...event, source: 'aws.access-analyzer' };
      expect(matches(pattern, sent)).toBe(expected.kind.startsWith('finding'));
      if (matches(pattern, sent)) await expect(handler(sent)).resolves.toBeDefined();
    }
  });
});

describe('event-alert.ts', () => {
  const open = eventOf({
    resource: 'arn:aws:s3:::reports',
    isPublic: true,
    principal: { AWS: '*' },
    action: ['s3:GetObject', 's3:PutObject'],
  });

  test('an alert carries the risk, why, and the plan with lines to paste', async () => {
    const sent: Alert[] = [];
    const handler = createAlertHandler(async (message) => void sent.push(message as Alert));
    await handler(open);
    expect(sent).toHaveLength(1);
    const [alert] = sent;
    expect(alert).toMatchObject({
      title: expect.stringMatching(/^CRITICAL .*reports/) as string,
      severity: 'critical',
      resource: 'arn:aws:s3:::reports',
      account: '111122223333',
      region: 'us-west-2',
      finding: 'f-1',
      console: expect.stringMatching(/^https:\/\/.*reports/) as string,
    });
    expect(alert?.why.length).toBeGreaterThan(0);
    const lines = alert?.fix.map(({ line }) => line ?? '').join('\n');
    expect(lines).toMatch(/aws s3api put-public-access-block .*--bucket reports/);
    expect(alert?.warnings.join(' ')).not.toContain('Pass the analyzer');
    expect(JSON.parse(JSON.stringify(alert))).toEqual(alert);
  });

  test('what closes is a note; the same again is nothing', async () => {
    const sent: { title: string }[] = [];
    const handler = createAlertHandler(async (message) => void sent.push(message));
    const resolved = eventOf({ status: 'RESOLVED', updatedAt: '2026-11-22T10:00:00Z' });
    for (const event of [open, resolved, open, resolved]) await handler(event);
    expect(sent.map(({ title }) => title.split(/[ :]/)[0])).toEqual(['CRITICAL', 'Resolved']);
  });

  test('posts to ALERT_URL; an answer that is no success is thrown, and the retry posts again', async () => {
    const bodies: string[] = [];
    const statuses = [500, 204];
    const receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        bodies.push(body);
        response.writeHead(statuses[bodies.length - 1] ?? 204).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      receiver.closeAllConnections();
      receiver.close();
    });
    vi.stubEnv('ALERT_URL', `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`);
    vi.stubEnv('ALERT_MINIMUM_SEVERITY', 'high');
    const { handler } = (await import(/* @vite-ignore */ `${EXAMPLES}/event-alert.ts?load=posts`)) as {
      readonly handler: ReturnType<typeof createAlertHandler>;
    };
    await expect(handler(open)).rejects.toThrow('The alert was answered with 500.');
    expect((await handler(open)).outcome).toBe('called');
    expect((await handler(eventOf({ id: 'mild' }))).outcome).toBe('below-minimum-severity');
    expect(bodies.map((body) => (JSON.parse(body) as Alert).severity)).toEqual(['critical', 'critical']);
  });

  test('shows the alert of a file as a script', { timeout: 60_000 }, async () => {
    const shown = await runExample('event-alert.ts', [join(EXAMPLES, 'event.json')]);
    expect(shown).toMatchObject({ code: 0, stderr: 'onActive: called\n' });
    expect(JSON.parse(shown.stdout)).toMatchObject({ severity: 'critical' });
    expect(await runExample('event-alert.ts')).toMatchObject({ code: 64, stdout: '' });
  });
});
