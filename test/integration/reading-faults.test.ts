import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAnalyzers } from '../../src/analyzers/index.ts';
import { createClients, type Clients, type CreateClientsOptions } from '../../src/clients/index.ts';
import type { ProblemCode } from '../../src/errors/problem.ts';
import { iterateFindings } from '../../src/findings/index.ts';
import { listRegions } from '../../src/regions/index.ts';
import { createFakeAws, type FakeFault, type FakeServer } from '../../src/testing/index.ts';
import { cleanScenario, externalAnalyzer, manyFindings } from '../../src/testing/scenarios/index.ts';

const REGION = 'eu-central-1';
const ACCOUNT = '111122223333';
const PAGE = 3;
/** What is waited for in vain. Long enough for the answers that do come, also on a busy machine. */
const GIVES_UP: CreateClientsOptions = { requestTimeoutMs: 1_000 };

const fake = createFakeAws(
  cleanScenario({
    regions: [REGION],
    region: () => ({ analyzers: [externalAnalyzer({ findings: manyFindings(7), pageSize: PAGE })] }),
  }),
);
let server: FakeServer;

beforeAll(async () => {
  server = await fake.listen();
});

afterAll(async () => {
  await server.close();
});

async function withClients<T>(use: (clients: Clients) => Promise<T>, options: CreateClientsOptions = {}): Promise<T> {
  await using clients = createClients({
    credentials: fake.credentialsFor(ACCOUNT),
    endpoint: server.url,
    maxAttempts: 2,
    requestTimeoutMs: 5000,
    ...options,
  });
  return await use(clients);
}

/** Injects the fault, reads, and takes the fault away whatever happened. */
async function underFault<T>(fault: FakeFault, read: () => Promise<T>): Promise<T> {
  const remove = fake.inject(fault);
  try {
    return await read();
  } finally {
    remove();
  }
}

interface Row {
  readonly kind: FakeFault['kind'];
  readonly code: ProblemCode;
  readonly fault?: Partial<FakeFault>;
  readonly options?: CreateClientsOptions;
}

const fatal: Row[] = [
  { kind: 'access-denied', code: 'access-denied' },
  { kind: 'scp', code: 'access-denied' },
  { kind: 'throttle', code: 'throttled' },
  { kind: 'internal', code: 'service' },
  { kind: 'unavailable', code: 'service' },
  { kind: 'unrecognized-client', code: 'region-unusable' },
  { kind: 'expired-token', code: 'credentials' },
  { kind: 'opt-in-required', code: 'opt-in-required' },
  { kind: 'not-found', code: 'not-found' },
  { kind: 'validation', code: 'invalid-request' },
  { kind: 'truncated', code: 'malformed-response' },
  { kind: 'html', code: 'malformed-response' },
  { kind: 'html', code: 'service', fault: { status: 503 } },
  { kind: 'not-json', code: 'malformed-response' },
  { kind: 'wrong-json', code: 'malformed-response' },
  { kind: 'empty', code: 'malformed-response' },
  { kind: 'reset', code: 'network' },
  { kind: 'reset-body', code: 'network' },
  { kind: 'stall', code: 'timeout', options: GIVES_UP },
  { kind: 'stall-body', code: 'timeout', options: GIVES_UP },
];

describe.each(fatal)('$kind to the end is $code', ({ kind, code, fault, options }) => {
  const all: FakeFault = { kind, times: Infinity, ...fault };

  it('on ListAnalyzers', async () => {
    const read = (): Promise<unknown> =>
      withClients((clients) => listAnalyzers(clients.accessAnalyzer(REGION)), options);
    await underFault({ ...all, operation: 'ListAnalyzers' }, () =>
      expect(read()).rejects.toMatchObject({ problem: { code, operation: 'ListAnalyzers', region: REGION } }),
    );
  });

  it('on the second page of ListFindings, with the first page kept', async () => {
    const seen: string[] = [];
    const read = (): Promise<void> =>
      withClients(async (clients) => {
        for await (const { id } of iterateFindings(clients.accessAnalyzer(REGION), 'external')) seen.push(id);
      }, options);
    await underFault({ ...all, operation: 'ListFindings', skip: 1 }, () =>
      expect(read()).rejects.toMatchObject({ problem: { code, operation: 'ListFindings' } }),
    );
    expect(seen).toHaveLength(PAGE);
  });

  it('on ListRegions leaves the known Regions, and says why', async () => {
    const list = await underFault({ ...all, operation: 'ListRegions' }, () => withClients(listRegions, options));
    const expected = code === 'region-unusable' ? 'credentials' : code;
    expect(list).toMatchObject({ source: 'static', problem: { code: expected, operation: 'account:ListRegions' } });
  });
});

describe.each([
  ['throttle', {}],
  ['internal', {}],
  ['unavailable', {}],
  ['reset', {}],
  ['reset-body', {}],
  ['stall', GIVES_UP],
  ['stall-body', GIVES_UP],
] as const)('%s once', (kind, options) => {
  it('is retried, and nothing is lost', async () => {
    const ids: string[] = [];
    await underFault({ kind, operation: 'ListFindings', skip: 1 }, () =>
      withClients(async (clients) => {
        for await (const { id } of iterateFindings(clients.accessAnalyzer(REGION), 'external')) ids.push(id);
      }, options),
    );
    expect(new Set(ids).size).toBe(7);
  });
});

it('a token that comes again ends with a clear error, after what was read', async () => {
  const seen: string[] = [];
  await underFault({ kind: 'repeat-token', operation: 'ListFindings', skip: 1, times: Infinity }, async () => {
    const read = withClients(async (clients) => {
      for await (const { id } of iterateFindings(clients.accessAnalyzer(REGION), 'external')) seen.push(id);
    });
    await expect(read).rejects.toMatchObject({ problem: { code: 'repeated-token', operation: 'ListFindings' } });
  });
  expect(seen).toHaveLength(2 * PAGE);
});

it('a page token that expired is an invalid request, and the first page is kept', async () => {
  const seen: string[] = [];
  await underFault({ kind: 'expired-page-token', operation: 'ListFindings', times: Infinity }, async () => {
    const read = withClients(async (clients) => {
      for await (const { id } of iterateFindings(clients.accessAnalyzer(REGION), 'external')) seen.push(id);
    });
    await expect(read).rejects.toMatchObject({ problem: { code: 'invalid-request' } });
  });
  expect(seen).toHaveLength(PAGE);
});

it('says who denied, by AWS’s own words', async () => {
  const deniedBy = async (kind: 'scp' | 'access-denied'): Promise<unknown> =>
    underFault({ kind, operation: 'ListAnalyzers' }, () =>
      withClients((clients) => listAnalyzers(clients.accessAnalyzer(REGION))).catch(
        (error: unknown) => (error as { problem: { deniedBy: string } }).problem.deniedBy,
      ),
    );
  expect([await deniedBy('scp'), await deniedBy('access-denied')]).toStrictEqual(['scp', 'identity']);
});

it('an unreachable endpoint is a network problem', async () => {
  const closed = await createFakeAws(cleanScenario({ regions: 1 })).listen();
  await closed.close();
  const read = withClients((clients) => listAnalyzers(clients.accessAnalyzer(REGION)), { endpoint: closed.url });
  await expect(read).rejects.toMatchObject({ problem: { code: 'network', attempts: 2, retryable: true } });
});
