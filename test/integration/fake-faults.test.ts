import { ListAnalyzersCommand, ListFindingsCommand, paginateListFindings } from '@aws-sdk/client-accessanalyzer';
import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import { ListRegionsCommand } from '@aws-sdk/client-account';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { expect, test } from 'vitest';
import { createFakeAws, manyFindings, type FakeFault } from '../../src/testing/index.ts';
import { ACCOUNT, ANALYZER_ARN, describeBothWays, finding, oneAnalyzer, refusal, REGION } from './fake-fixture.ts';
import { turns } from '../helpers/turns.ts';

const analyzerArn = ANALYZER_ARN;

describeBothWays('faults of the fake', (start) => {
  test.each<[FakeFault, Record<string, unknown>]>([
    [{ kind: 'throttle' }, { name: 'ThrottlingException', $metadata: { httpStatusCode: 429 } }],
    [
      { kind: 'throttle', retryAfterSeconds: 7 },
      { name: 'ThrottlingException', retryAfterSeconds: 7 },
    ],
    [{ kind: 'internal' }, { name: 'InternalServerException', $metadata: { httpStatusCode: 500 } }],
    [{ kind: 'unavailable' }, { name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } }],
    [
      { kind: 'access-denied' },
      {
        name: 'AccessDeniedException',
        message: /because no identity-based policy allows the access-analyzer:ListFindings action$/u,
      },
    ],
    [
      { kind: 'scp' },
      { name: 'AccessDeniedException', message: /with an explicit deny in a service control policy$/u },
    ],
    [{ kind: 'unrecognized-client' }, { name: 'UnrecognizedClientException', $metadata: { httpStatusCode: 403 } }],
    [{ kind: 'expired-token' }, { name: 'ExpiredTokenException' }],
    [{ kind: 'opt-in-required' }, { name: 'OptInRequired', $metadata: { httpStatusCode: 403 } }],
    [{ kind: 'not-found' }, { name: 'ResourceNotFoundException', resourceId: analyzerArn }],
    [{ kind: 'conflict' }, { name: 'ConflictException' }],
    [{ kind: 'quota' }, { name: 'ServiceQuotaExceededException', $metadata: { httpStatusCode: 402 } }],
    [{ kind: 'validation' }, { name: 'ValidationException', reason: 'other' }],
    [
      { kind: 'error', error: { code: 'Teapot', status: 418, message: 'short and stout' } },
      { name: 'Teapot', message: 'short and stout' },
    ],
    [{ kind: 'clock-skew' }, { name: 'InvalidSignatureException', message: /^Signature expired/u }],
    [{ kind: 'truncated' }, { name: 'SyntaxError' }],
    [{ kind: 'html' }, { name: 'SyntaxError', $metadata: { httpStatusCode: 200 } }],
    [
      { kind: 'html', status: 502 },
      { name: 'SyntaxError', $metadata: { httpStatusCode: 502 } },
    ],
    [{ kind: 'not-json' }, { name: 'SyntaxError' }],
    [
      { kind: 'empty', status: 500 },
      { name: 'Unknown', $metadata: { httpStatusCode: 500 } },
    ],
    [{ kind: 'reset' }, { code: 'ECONNRESET' }],
    [{ kind: 'reset-body' }, { code: 'ECONNRESET' }],
  ])('%o', async (fault, expected) => {
    const bed = await start(oneAnalyzer([finding(1)]));
    const client = bed.accessAnalyzer();
    const list = () => client.send(new ListFindingsCommand({ analyzerArn }));
    bed.fake.inject(fault);
    const error = await refusal(list());
    const { message, ...rest } = expected;
    expect(error).toMatchObject(rest);
    if (message !== undefined) expect(error['message']).toMatch(message as RegExp);
    expect(bed.fake.requests.at(-1)).toMatchObject({ operation: 'ListFindings', fault: fault.kind });
    // Once is the default: the next request is answered.
    expect((await list()).findings).toHaveLength(1);
  });

  test('an SDK that retries gets through', async () => {
    const bed = await start(oneAnalyzer([finding(1)]));
    bed.fake.inject({ kind: 'internal', times: 2 });
    const client = new AccessAnalyzerClient({ ...bed.config(), maxAttempts: 3 });
    const { $metadata } = await client.send(new ListFindingsCommand({ analyzerArn }));
    expect($metadata.attempts).toBe(3);
    client.destroy();
  });

  test('faults meet only what they name, skip and count, and can be taken away', async () => {
    const bed = await start(oneAnalyzer(manyFindings(5), { behavior: { pageSize: 2 } }));
    const client = bed.accessAnalyzer();
    for (const other of [
      { operation: 'ListFindingsV2' },
      { region: 'eu-west-1' },
      { account: '0' },
      { service: 'sts' as const },
      { when: () => false },
    ]) {
      bed.fake.inject({ kind: 'throttle', times: Infinity, ...other });
    }
    bed.fake.inject({ kind: 'internal', operation: 'ListFindings', skip: 1 });
    const pages: number[] = [];
    const read = async (): Promise<void> => {
      for await (const page of paginateListFindings({ client }, { analyzerArn }))
        pages.push(page.findings?.length ?? 0);
    };
    expect(await refusal(read())).toMatchObject({ name: 'InternalServerException' });
    expect(pages).toEqual([2]);
    await read();
    expect(pages).toEqual([2, 2, 2, 1]);
    const remove = bed.fake.inject({ kind: 'throttle', times: Infinity });
    for (let attempt = 0; attempt < 3; attempt += 1) await refusal(client.send(new ListAnalyzersCommand({})));
    remove();
    await client.send(new ListAnalyzersCommand({}));
  });

  test('page faults: a repeated token, an empty page with a token, an expired token', async () => {
    const bed = await start(oneAnalyzer(manyFindings(5), { behavior: { pageSize: 2 } }));
    const client = bed.accessAnalyzer();
    const list = (nextToken?: string) => client.send(new ListFindingsCommand({ analyzerArn, nextToken }));
    const first = await list();
    bed.fake.inject({ kind: 'repeat-token' });
    expect((await list(first.nextToken)).nextToken).toBe(first.nextToken);
    bed.fake.inject({ kind: 'empty-page' });
    const empty = await list(first.nextToken);
    expect([empty.findings, empty.nextToken]).toEqual([[], first.nextToken]);
    bed.fake.inject({ kind: 'expired-page-token' });
    await list();
    expect(await refusal(list(first.nextToken))).toMatchObject({
      name: 'ValidationException',
      fieldList: [{ name: 'nextToken' }],
    });
  });

  test('answers of another shape: members missing, values that nobody knows, another document', async () => {
    const bed = await start(oneAnalyzer([finding(1)]));
    const client = bed.accessAnalyzer();
    const list = async (): Promise<unknown> => (await client.send(new ListFindingsCommand({ analyzerArn }))).findings;
    bed.fake.inject({ kind: 'wrong-json' });
    expect(await list()).toBeUndefined();
    bed.fake.inject({ kind: 'empty' });
    expect(await list()).toBeUndefined();
    bed.fake.inject({ kind: 'change', change: () => ({ findings: [{ id: 'f-1', status: 'PAUSED' }] }) });
    expect(await list()).toEqual([{ id: 'f-1', status: 'PAUSED' }]);
  });

  test('the other services fail in their own protocols', async () => {
    const bed = await start(oneAnalyzer([]));
    bed.fake.inject({ kind: 'throttle', service: 'account', retryAfterSeconds: 3 });
    expect(await refusal(bed.account().send(new ListRegionsCommand({})))).toMatchObject({
      name: 'TooManyRequestsException',
    });
    bed.fake.inject({ kind: 'throttle', service: 'sts' });
    expect(await refusal(bed.sts().send(new GetCallerIdentityCommand({})))).toMatchObject({ name: 'Throttling' });
    bed.fake.inject({ kind: 'access-denied', service: 'sts' });
    expect(await refusal(bed.sts().send(new GetCallerIdentityCommand({})))).toMatchObject({ name: 'AccessDenied' });
  });

  test.each(['stall', 'stall-body'] as const)('%s: nothing comes until the caller gives up', async (kind) => {
    const bed = await start(oneAnalyzer([finding(1)]));
    const client = bed.accessAnalyzer();
    bed.fake.inject({ kind });
    const controller = new AbortController();
    const call = refusal(client.send(new ListFindingsCommand({ analyzerArn }), { abortSignal: controller.signal }));
    while (bed.fake.requests.length === 0) await turns();
    controller.abort();
    const error = await call;
    expect(['AbortError', 'Error']).toContain(error['name']);
    expect((await client.send(new ListFindingsCommand({ analyzerArn }))).findings).toHaveLength(1);
  });

  test('delay: the right answer, later, by the delay of the test', async () => {
    const waited: number[] = [];
    const delay = (ms: number): Promise<void> => {
      waited.push(ms);
      return Promise.resolve();
    };
    const bed = await start(oneAnalyzer([finding(1)]), { delay });
    bed.fake.inject({ kind: 'delay', delayMs: 90_000 });
    expect((await bed.accessAnalyzer().send(new ListFindingsCommand({ analyzerArn }))).findings).toHaveLength(1);
    expect(waited).toEqual([90_000]);
  });

  test('a delay ends when the caller gives up', async () => {
    const bed = await start(oneAnalyzer([]));
    bed.fake.inject({ kind: 'delay', delayMs: 3_600_000 });
    const controller = new AbortController();
    const call = refusal(bed.accessAnalyzer().send(new ListAnalyzersCommand({}), { abortSignal: controller.signal }));
    while (bed.fake.requests.length === 0) await turns();
    controller.abort();
    expect(await call).toMatchObject({ name: 'AbortError' });
    expect(bed.fake.requests[0]?.status).toBe(0);
  });
});

test.each([
  ['dns', 'ENOTFOUND'],
  ['refused', 'ECONNREFUSED'],
] as const)('%s in process is Node’s own error; over HTTP, where somebody listens, a reset', async (kind, code) => {
  const fake = createFakeAws(oneAnalyzer([]));
  await using server = await fake.listen();
  const common = { region: REGION, maxAttempts: 1, credentials: fake.credentialsFor(ACCOUNT) };
  for (const [client, expected] of [
    [new AccessAnalyzerClient({ ...common, requestHandler: fake.requestHandler }), code],
    [new AccessAnalyzerClient({ ...common, endpoint: server.url }), 'ECONNRESET'],
  ] as const) {
    fake.inject({ kind });
    expect(await refusal(client.send(new ListAnalyzersCommand({})))).toMatchObject({ code: expected });
    client.destroy();
  }
});

test('onAnswer sees what went out whole, as faults have made it', async () => {
  const bodies: unknown[] = [];
  const fake = createFakeAws(oneAnalyzer([finding(1)]), {
    onAnswer: ({ operation, status }, { body }) => void bodies.push([operation, status, JSON.parse(body)]),
  });
  const credentials = fake.credentialsFor(ACCOUNT);
  const { requestHandler } = fake;
  const client = new AccessAnalyzerClient({ region: REGION, maxAttempts: 1, requestHandler, credentials });
  const list = async (): Promise<unknown> => client.send(new ListFindingsCommand({ analyzerArn }));
  for (const fault of ['reset', 'reset-body', 'refused'] as const) {
    fake.inject({ kind: fault });
    await refusal(list());
  }
  fake.inject({ kind: 'wrong-json' });
  await list();
  await list();
  expect(bodies).toMatchObject([
    ['ListFindings', 200, { unexpected: [1, 2, 3] }],
    ['ListFindings', 200, { findings: [{ id: 'f-1' }] }],
  ]);
});

test('a server that stalls makes the SDK’s time-out work, and can be closed', async () => {
  const fake = createFakeAws(oneAnalyzer([]));
  const server = await fake.listen();
  fake.inject({ kind: 'stall', times: Infinity });
  // Not over before the request has arrived: it is counted below.
  const requestHandler = new NodeHttpHandler({ requestTimeout: 1_000, throwOnRequestTimeout: true });
  const client = new AccessAnalyzerClient({
    region: REGION,
    endpoint: server.url,
    maxAttempts: 1,
    requestHandler,
    credentials: fake.credentialsFor(ACCOUNT),
  });
  expect(await refusal(client.send(new ListAnalyzersCommand({})))).toMatchObject({ name: 'TimeoutError' });
  const plain = new AccessAnalyzerClient({
    region: REGION,
    endpoint: server.url,
    maxAttempts: 1,
    credentials: fake.credentialsFor(ACCOUNT),
  });
  const cut = refusal(plain.send(new ListAnalyzersCommand({})));
  while (fake.requests.length < 2) await turns();
  await server.close();
  expect(await cut).toMatchObject({ code: 'ECONNRESET' });
  client.destroy();
  plain.destroy();
});

test('in process a stall ends with the time-out of the request, by the delay of the test', async () => {
  const waited: number[] = [];
  const delay = (ms: number): Promise<void> => {
    waited.push(ms);
    return Promise.resolve();
  };
  const fake = createFakeAws(oneAnalyzer([]), { delay });
  fake.inject({ kind: 'stall' });
  const { requestHandler } = fake;
  const credentials = fake.credentialsFor(ACCOUNT);
  const client = new AccessAnalyzerClient({ region: REGION, maxAttempts: 1, requestHandler, credentials });
  const error = await refusal(client.send(new ListAnalyzersCommand({}), { requestTimeout: 1234 }));
  expect(error).toMatchObject({ name: 'TimeoutError', code: 'ETIMEDOUT' });
  expect(waited).toEqual([1234]);
});

test.each([
  ['kind', { kind: 'throtle' }],
  ['kind', {}],
  ['opeartion', { kind: 'throttle', opeartion: 'ListFindings' }],
])('a fault with a wrong %s is refused: a test with it would prove nothing', (path, fault) => {
  expect(() => createFakeAws(oneAnalyzer([])).inject(fault as FakeFault)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', issues: [expect.objectContaining({ path })] }) as Error,
  );
});
