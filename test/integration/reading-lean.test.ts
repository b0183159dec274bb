import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createClients, type RequestHandlerLike } from '../../src/clients/index.ts';
import type { AccessAnalyzerClientLike } from '../../src/clients/client-like.ts';
import { AwsCallError } from '../../src/errors/aws-call-error.ts';
import { iterateFindings } from '../../src/findings/index.ts';
import { listAnalyzers } from '../../src/analyzers/index.ts';
import { toAnalyzer } from '../../src/model/to-analyzer.ts';
import { createFakeAws, demoScenario } from '../../src/testing/index.ts';

/*
 * The clients of createClients hand the JSON of a page to us before the SDK reads it by its schemas. Whatever the page holds,
 * the findings, and the failures, must be those of an ordinary client.
 */

const REGION = 'eu-central-1';
const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
const analyzerOf = (type: string): ReturnType<typeof toAnalyzer> =>
  toAnalyzer({
    arn: `arn:aws:access-analyzer:${REGION}:111122223333:analyzer/a`,
    name: 'a',
    type,
    status: 'ACTIVE',
  });

/** Answers with the bodies, one after the other. */
function answering(bodies: readonly string[]): RequestHandlerLike {
  let next = 0;
  return {
    handle: async () => ({
      response: {
        statusCode: 200,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(bodies[next++] ?? '{"findings":[]}'),
      },
    }),
  };
}

/** Counts the pages that were taken as JSON: of those the SDK was left nothing to read. */
function watchTaken(client: AccessAnalyzerClient): () => number {
  let taken = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      if (!('findings' in result.output)) taken += 1;
      return result;
    },
    { step: 'initialize', name: 'testWatchTaken' },
  );
  return () => taken;
}

interface Read {
  /** Every finding to the byte, in order, and then what was thrown. */
  readonly texts: string[];
  readonly taken: number;
}

async function readAll(client: AccessAnalyzerClientLike, type: string): Promise<string[]> {
  const texts: string[] = [];
  try {
    for await (const finding of iterateFindings(client, analyzerOf(type))) texts.push(JSON.stringify(finding));
  } catch (error) {
    texts.push(error instanceof AwsCallError ? JSON.stringify(error.problem) : String(error));
  }
  return texts;
}

async function readBoth(bodies: readonly string[], type = 'ACCOUNT'): Promise<{ plain: string[]; lean: Read }> {
  const ordinary = new AccessAnalyzerClient({
    region: REGION,
    credentials,
    maxAttempts: 1,
    requestHandler: answering(bodies) as never,
  });
  const clients = createClients({ credentials, maxAttempts: 1, requestHandler: answering(bodies) });
  const own = clients.accessAnalyzer(REGION);
  const taken = watchTaken(own);
  return { plain: await readAll(ordinary, type), lean: { texts: await readAll(own, type), taken: taken() } };
}

const recorded = JSON.parse(
  readFileSync(new URL('../fixtures/rule-page-findings.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, unknown>>[];

const usual = {
  id: 'a6f1a4ea-6a3b-4c3a-9a43-3ec6a4f6ad2c',
  resource: 'arn:aws:s3:::b',
  resourceType: 'AWS::S3::Bucket',
  resourceOwnerAccount: '111122223333',
  status: 'ACTIVE',
  createdAt: '2026-10-01T00:00:00Z',
  analyzedAt: '2026-11-01T00:00:00.123Z',
  updatedAt: '2026-10-01T00:00:00Z',
  principal: { AWS: '444455556666' },
  action: ['s3:GetObject'],
  condition: { 'aws:SourceIp': '192.0.2.0/24' },
  isPublic: false,
  sources: [{ type: 'S3_ACCESS_POINT', detail: { accessPointArn: 'arn:aws:s3:::ap' } }],
  resourceControlPolicyRestriction: 'NOT_APPLICABLE',
};

describe('a page taken as JSON', { timeout: 60_000 }, () => {
  it.each(['ACCOUNT', 'ACCOUNT_UNUSED_ACCESS'])('is taken when it is a usual one (%s)', async (type) => {
    const { action, condition, isPublic, principal, resourceControlPolicyRestriction, sources, ...summary } = usual;
    const grant = { action, condition, isPublic, principal, resourceControlPolicyRestriction, sources };
    const finding = type === 'ACCOUNT' ? { ...summary, ...grant } : { ...summary, findingType: 'UnusedIAMRole' };
    const { lean, plain } = await readBoth(
      [
        JSON.stringify({ findings: [finding], nextToken: 'x' }),
        JSON.stringify({ findings: [{ ...finding, id: 'b' }] }),
      ],
      type,
    );
    expect(lean.texts).toStrictEqual(plain);
    expect(lean.texts).toHaveLength(2);
    expect(lean.taken).toBe(2);
  });

  it('gives the recorded findings as an ordinary client does', async () => {
    const { lean, plain } = await readBoth([JSON.stringify({ findings: recorded })]);
    expect(lean.taken).toBe(1);
    expect(lean.texts).toHaveLength(recorded.length);
    expect(lean.texts).toStrictEqual(plain);
  });

  const junk = fc.constantFrom<unknown>(null, 0, 7.5, 1e21, '', 'text', true, false, [], {}, [null], ['x', 1], {
    a: 'b',
  });
  const time = fc.oneof(
    fc
      .date({ min: new Date('1969-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    fc.constantFrom<unknown>(
      '2026-02-30T00:00:00Z',
      '2024-02-29T00:00:00Z',
      '2026-11-01T00:00:00.123456789Z',
      '2026-11-01T02:00:00+02:00',
      '2026-11-01T00:00:00.1Z',
      '2026-11-01T00:00:60Z',
      '2026-11-01t00:00:00z',
      '2026-11-01 00:00:00Z',
      '0001-01-01T00:00:00Z',
      1_790_000_000,
      '1790000000',
      'soon',
    ),
    junk,
  );
  const source = fc.oneof(
    fc.record(
      { type: fc.oneof(fc.constant('POLICY'), junk), detail: fc.oneof(fc.constant({ accessPointArn: 'a' }), junk) },
      { requiredKeys: [] },
    ),
    junk,
  );
  const map = fc.oneof(
    fc.dictionary(fc.oneof(fc.constantFrom('AWS', '__proto__', '10', '9'), fc.string()), fc.oneof(fc.string(), junk)),
    junk,
  );
  const wild = fc.record(
    {
      id: fc.oneof(fc.uuid(), junk),
      resource: fc.oneof(fc.constant('arn:aws:s3:::b'), junk),
      resourceType: fc.oneof(fc.constant('AWS::S3::Bucket'), junk),
      resourceOwnerAccount: fc.oneof(fc.constant('111122223333'), junk),
      status: fc.oneof(fc.constantFrom('ACTIVE', 'ARCHIVED', 'SNOOZED'), junk),
      createdAt: time,
      analyzedAt: time,
      updatedAt: time,
      error: fc.oneof(fc.constant('ACCESS_DENIED'), junk),
      principal: map,
      condition: map,
      action: fc.oneof(fc.array(fc.oneof(fc.string(), junk)), junk),
      isPublic: junk,
      sources: fc.oneof(fc.array(source), junk),
      resourceControlPolicyRestriction: fc.oneof(fc.string(), junk),
      // Members that this call does not have, today.
      findingType: fc.constantFrom('ExternalAccess', 'InternalAccess', 'UnusedIAMRole', 'Unknown', 'Future', null, 3),
      awsFindingType: fc.string(),
      findingDetails: fc.constantFrom<unknown>([], null, [
        { externalAccessDetails: { action: ['a:b'], isPublic: true } },
      ]),
      principalType: fc.string(),
      __type: fc.string(),
      'a member of next year': junk,
    },
    { requiredKeys: [] },
  );
  /** Mostly usual but for one member, so that pages are really taken, or left for that one's sake. */
  const finding = fc.oneof(
    { weight: 4, arbitrary: wild.map(({ id = null, action = null }) => ({ ...usual, id, action })) },
    {
      weight: 4,
      arbitrary: fc.tuple(time, time).map(([createdAt, updatedAt]) => ({ ...usual, createdAt, updatedAt })),
    },
    { weight: 4, arbitrary: fc.array(source).map((sources) => ({ ...usual, sources })) },
    { weight: 2, arbitrary: wild.map((members) => ({ ...usual, ...members })) },
    { weight: 1, arbitrary: wild },
    { weight: 1, arbitrary: junk },
  );
  const page = fc.record(
    {
      findings: fc.oneof({ weight: 9, arbitrary: fc.array(finding, { maxLength: 3 }) }, { weight: 1, arbitrary: junk }),
      nextToken: fc.oneof(fc.string(), junk),
    },
    { requiredKeys: [] },
  );

  it.each(['ACCOUNT', 'ACCOUNT_INTERNAL_ACCESS', 'ACCOUNT_UNUSED_ACCESS', 'A_TYPE_OF_NEXT_YEAR'])(
    'gives of any pages what an ordinary client gives, failures too (%s)',
    async (type) => {
      let taken = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 3 }), async (pages) => {
          const { lean, plain } = await readBoth(
            pages.map((body) => JSON.stringify(body)),
            type,
          );
          taken += lean.taken;
          expect(lean.texts).toStrictEqual(plain);
        }),
        { numRuns: 60 },
      );
      expect(taken).toBeGreaterThan(0);
    },
  );

  it.each([
    '',
    '[]',
    'null',
    '{',
    '<html></html>',
    '{"findings":null}',
    '{"findings":{}}',
    '{"findings":[],"nextToken":7}',
    '\uFEFF{"findings":[]}',
  ])('leaves the body %j to the SDK', async (body) => {
    const { lean, plain } = await readBoth([body]);
    expect(lean.texts).toStrictEqual(plain);
  });
});

describe('over HTTP', () => {
  it('every analyzer of the demonstration reads alike, and errors are the SDK’s', async () => {
    const fake = createFakeAws(demoScenario());
    await using server = await fake.listen();
    const account = demoScenario().accounts[0]!;
    const options = { endpoint: server.url, credentials: fake.credentialsFor(account.id), maxAttempts: 1 };
    await using clients = createClients(options);
    let read = 0;
    for (const region of Object.keys(account.regions)) {
      const own = clients.accessAnalyzer(region);
      const ordinary = new AccessAnalyzerClient({ ...options, region });
      const analyzers = await listAnalyzers(own).catch(() => []);
      for (const analyzer of analyzers) {
        const texts = async (client: AccessAnalyzerClientLike): Promise<string[]> => {
          const list: string[] = [];
          try {
            for await (const item of iterateFindings(client, analyzer, { details: true, pageSize: 2 })) {
              list.push(JSON.stringify(item));
            }
          } catch (error) {
            list.push(error instanceof AwsCallError ? error.problem.code : String(error));
          }
          return list;
        };
        const lean = await texts(own);
        expect(lean).toStrictEqual(await texts(ordinary));
        read += lean.length;
      }
      ordinary.destroy();
    }
    expect(read).toBeGreaterThan(10);
  });
});
