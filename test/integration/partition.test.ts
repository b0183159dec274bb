import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClients, type Clients, type CreateClientsOptions } from '../../src/clients/index.ts';
import { collectEvidence } from '../../src/evidence/index.ts';
import { iterateFindings, type IterateFindingsOptions } from '../../src/findings/index.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Finding } from '../../src/model/finding.ts';
import { toAnalyzer } from '../../src/model/to-analyzer.ts';
import {
  createFakeAws,
  manyFindings,
  type FakeAnalyzer,
  type FakeAws,
  type FakeFault,
  type FakeIncoming,
  type FakeServer,
} from '../../src/testing/index.ts';
import { filterOf, type RequestFilter } from '../helpers/filter-of.ts';
import { turns } from '../helpers/turns.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
const COUNT = 400;
const PAGE = 5;

const spread = {
  owners: Array.from({ length: 25 }, (_, index) => String(200_000_000_000 + index)),
  resourceTypes: ['AWS::S3::Bucket', 'AWS::IAM::Role', 'AWS::KMS::Key'],
};

/** Over HTTP, with the clients that users have. */
class Setup {
  readonly fake: FakeAws;
  readonly clients: Clients;
  readonly #server: FakeServer;
  readonly #analyzer = toAnalyzer({
    arn: `arn:aws:access-analyzer:${REGION}:${ACCOUNT}:analyzer/a`,
    name: 'a',
    type: 'ORGANIZATION',
    status: 'ACTIVE',
  });

  private constructor(fake: FakeAws, server: FakeServer, options: CreateClientsOptions) {
    this.fake = fake;
    this.#server = server;
    this.clients = createClients({ endpoint: server.url, credentials: fake.credentialsFor(ACCOUNT), ...options });
  }

  static async create(analyzer: Partial<FakeAnalyzer> = {}, options: CreateClientsOptions = {}): Promise<Setup> {
    const fake = createFakeAws({
      organization: { managementAccount: ACCOUNT },
      accounts: [
        {
          id: ACCOUNT,
          regions: {
            [REGION]: {
              analyzers: [
                { name: 'a', type: 'ORGANIZATION', findings: manyFindings(COUNT, spread), pageSize: PAGE, ...analyzer },
              ],
            },
          },
        },
      ],
    });
    return new Setup(fake, await fake.listen(), options);
  }

  read(
    options: IterateFindingsOptions = {},
    clients: Clients = this.clients,
  ): AsyncGenerator<Finding, void, undefined> {
    return iterateFindings(clients.accessAnalyzer(REGION), this.#analyzer, { partition: 'auto', ...options });
  }

  /** The filters of the ListFindings calls that began a list, in order. */
  get lists(): (RequestFilter | undefined)[] {
    return this.fake.requests
      .filter(({ input, operation }) => operation === 'ListFindings' && input['nextToken'] === undefined)
      .map(({ input }) => input['filter'] as RequestFilter | undefined);
  }

  count(operation: string): number {
    return this.fake.requests.filter((request) => request.operation === operation).length;
  }

  async close(): Promise<void> {
    this.clients.destroy();
    await this.#server.close();
  }
}

// Hundreds of requests each.
vi.setConfig({ testTimeout: 30_000 });

let setup: Setup;

afterEach(async () => {
  await setup.close();
});

const isSlice = (request: FakeIncoming): boolean => filterOf(request)['resourceType'] !== undefined;
const always = { operation: 'ListFindings', times: Number.POSITIVE_INFINITY } as const;

async function idsOf(findings: AsyncIterable<Finding>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of findings) ids.push(id);
  return ids;
}

const source = manyFindings(COUNT, spread);
const all = Array.from({ length: COUNT }, (_, index) => source.at(index).id);

describe('slices', () => {
  it('are read by type and, where these are long, by account; each finding comes once', async () => {
    setup = await Setup.create();
    const ids = await idsOf(setup.read());
    expect(ids).toHaveLength(COUNT);
    expect(new Set(ids)).toStrictEqual(new Set(all));
    const { lists } = setup;
    expect(lists[0]).toBeUndefined();
    expect(lists.slice(1, 18).every((filter) => filter?.['resourceType'] !== undefined)).toBe(true);
    const byAccount = lists.filter((filter) => filter?.['resourceOwnerAccount'] !== undefined);
    expect(byAccount.length).toBeGreaterThan(20);
    expect(byAccount.some((filter) => filter?.['resourceOwnerAccount']?.neq?.length === 20)).toBe(true);
  });

  it('are not used when everything is on one page', async () => {
    setup = await Setup.create({ pageSize: COUNT });
    expect(await idsOf(setup.read())).toHaveLength(COUNT);
    expect(setup.fake.requests).toHaveLength(1);
  });

  it('are not used unless asked for', async () => {
    setup = await Setup.create();
    await idsOf(setup.read({ partition: false }));
    expect(setup.lists).toStrictEqual([undefined]);
  });

  it('carry the caller’s filter along', async () => {
    setup = await Setup.create();
    const filter = { isPublic: { eq: false }, resourceType: { eq: ['AWS::S3::Bucket', 'AWS::KMS::Key'] } };
    const plain = await idsOf(setup.read({ partition: false, filter, status: 'ACTIVE' }));
    setup.fake.clearRequests();
    expect(new Set(await idsOf(setup.read({ filter, status: 'ACTIVE' })))).toStrictEqual(new Set(plain));
    for (const list of setup.lists)
      expect(list).toMatchObject({ isPublic: { eq: ['false'] }, status: { eq: ['ACTIVE'] } });
    expect(setup.lists.slice(1, 3).map((list) => list?.['resourceType'])).toStrictEqual([
      { eq: ['AWS::S3::Bucket'] },
      { eq: ['AWS::KMS::Key'] },
    ]);
  });

  it('look no further ahead than they say while the consumer rests, and stop when it stops', async () => {
    setup = await Setup.create();
    const findings = setup.read();
    await findings.next();
    const settled = async (): Promise<number> => {
      let before = -1;
      while (before !== setup.fake.requests.length) {
        before = setup.fake.requests.length;
        await turns(50);
      }
      return before;
    };
    // One page is in use, sixteen wait, and sixteen were on their way when the last of these came.
    expect(await settled()).toBeLessThanOrEqual(1 + 16 + 16);
    await findings.return();
    const made = await settled();
    expect(await settled()).toBe(made);
  });

  it('reject with the reason of an abort', async () => {
    setup = await Setup.create();
    const controller = new AbortController();
    const reading = async (): Promise<void> => {
      let count = 0;
      for await (const _ of setup.read({ signal: controller.signal })) if (++count === 20) controller.abort('enough');
    };
    await expect(reading()).rejects.toBe('enough');
  });
});

describe('the plain reading takes over', () => {
  const plainly = (): number => setup.lists.filter((filter) => filter === undefined).length;

  it.each<[string, FakeFault]>([
    ['the service refuses to filter by type', { ...always, kind: 'validation', when: isSlice }],
    [
      'the service refuses what is none of some types',
      { ...always, kind: 'validation', when: (request) => filterOf(request)['resourceType']?.neq !== undefined },
    ],
    [
      'the service refuses to filter by account',
      { ...always, kind: 'validation', when: (request) => filterOf(request)['resourceOwnerAccount'] !== undefined },
    ],
    ['all slices come back empty', { ...always, kind: 'change', when: isSlice, change: () => ({ findings: [] }) }],
    [
      'one slice loses its findings',
      {
        ...always,
        kind: 'change',
        when: (request) => filterOf(request)['resourceType']?.eq?.[0] === 'AWS::S3::Bucket',
        change: () => ({ findings: [] }),
      },
    ],
    [
      'a slice answers outside its filter',
      {
        ...always,
        kind: 'change',
        when: isSlice,
        change: (body) => ({
          ...body,
          findings: [
            ...(body['findings'] as object[]),
            { id: 'stray', resourceType: 'AWS::Stray::Type', resourceOwnerAccount: '1' },
          ],
        }),
      },
    ],
    [
      'a finding lacks the member that its slice goes by',
      {
        ...always,
        kind: 'change',
        when: isSlice,
        change: (body) => ({
          ...body,
          findings: (body['findings'] as Record<string, unknown>[]).map(({ resourceType: _, ...rest }) => rest),
        }),
      },
    ],
  ])('when %s', async (_name, fault) => {
    setup = await Setup.create();
    setup.fake.inject(fault);
    const ids = await idsOf(setup.read());
    expect(plainly()).toBe(2);
    expect(ids).toHaveLength(new Set(ids).size);
    expect(ids).toStrictEqual(expect.arrayContaining(all));
  });

  it('and keeps a finding that only a slice showed', async () => {
    setup = await Setup.create();
    const stray = { id: 'stray', resourceType: 'AWS::S3::Bucket', resourceOwnerAccount: '1', status: 'ACTIVE' };
    setup.fake.inject({
      ...always,
      times: 1,
      kind: 'change',
      when: isSlice,
      change: (body) => ({ ...body, findings: [stray] }),
    });
    expect(await idsOf(setup.read())).toContain('stray');
  });
});

describe('a throttled slice', () => {
  // The SDK's own adaptive mode would make the clients wait for seconds.
  beforeEach(() => {
    vi.stubEnv('AWS_RETRY_MODE', 'standard');
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('is read all the same: no page is lost', async () => {
    setup = await Setup.create({}, { maxAttempts: 1 });
    let request = 0;
    setup.fake.inject({ ...always, kind: 'throttle', when: () => ++request > 1 && request % 4 === 0 });
    const ids = await idsOf(setup.read());
    expect(new Set(ids)).toStrictEqual(new Set(all));
    expect(ids).toHaveLength(COUNT);
    expect(setup.lists.filter((filter) => filter === undefined)).toHaveLength(1);
  });

  it('narrows how many are asked for at once, so that few are refused by a service that bears three', async () => {
    setup = await Setup.create();
    const inner = setup.fake.requestHandler;
    let active = 0;
    let answered = 0;
    let refused = 0;
    const clients = createClients({
      maxAttempts: 1,
      credentials: setup.fake.credentialsFor(ACCOUNT),
      requestHandler: {
        handle: async (request, options) => {
          active += 1;
          // Long enough for all others to arrive.
          await turns(5);
          try {
            if (active <= 3) {
              answered += 1;
              return await inner.handle(request, options);
            }
            refused += 1;
            const body = Buffer.from('{"__type":"ThrottlingException","message":"Rate exceeded"}');
            return { response: { statusCode: 429, headers: { 'x-amzn-errortype': 'ThrottlingException' }, body } };
          } finally {
            active -= 1;
          }
        },
      },
    });
    const ids = await idsOf(setup.read({}, clients));
    expect(ids).toHaveLength(COUNT);
    expect(new Set(ids)).toStrictEqual(new Set(all));
    expect(refused).toBeGreaterThan(3);
    expect(refused).toBeLessThan(answered);
  });

  it('fails when it is throttled alone', async () => {
    setup = await Setup.create({}, { maxAttempts: 1 });
    setup.fake.inject({ ...always, kind: 'throttle', skip: 10 });
    const ids: string[] = [];
    const reading = async (): Promise<void> => {
      for await (const { id } of setup.read()) ids.push(id);
    };
    await expect(reading()).rejects.toMatchObject({ problem: { code: 'throttled' } });
    expect(ids.length).toBeGreaterThan(0);
  });
});

describe('a slice that fails', () => {
  it('fails the reading after all that was read', async () => {
    setup = await Setup.create();
    const isOdd = (request: FakeIncoming): boolean => filterOf(request)['resourceType']?.eq?.[0] === 'AWS::KMS::Key';
    setup.fake.inject({ ...always, kind: 'access-denied', when: isOdd });
    const ids: string[] = [];
    const reading = async (): Promise<void> => {
      for await (const { id } of setup.read()) ids.push(id);
    };
    await expect(reading()).rejects.toMatchObject({ problem: { code: 'access-denied' } });
    expect(ids.length).toBeGreaterThanOrEqual(PAGE);
  });
});

describe("collectEvidence with partition: 'auto'", () => {
  const collect = async (options: object = {}): Promise<Evidence> =>
    collectEvidence(setup.clients, {
      regions: [REGION],
      suppressed: false,
      auditId: 'a',
      partition: 'auto',
      ...options,
    });
  const withoutTime = ({ regions }: Evidence): object[] => regions.map((record) => ({ ...record, collectedAt: '' }));

  it('collects what the plain reading collects', async () => {
    setup = await Setup.create();
    const plain = await collect({ partition: false });
    expect(setup.lists).toHaveLength(1);
    const sliced = await collect();
    expect(setup.lists.length).toBeGreaterThan(18);
    expect(withoutTime(sliced)).toStrictEqual(withoutTime(plain));
  });

  it('keeps what was read when a slice fails: the analyzer is partial', async () => {
    setup = await Setup.create();
    setup.fake.inject({ ...always, kind: 'access-denied', when: isSlice, skip: 6 });
    const [analyzer] = (await collect()).regions[0]!.analyzers;
    expect(analyzer).toMatchObject({ state: 'partial', problem: { code: 'access-denied' } });
    expect(analyzer!.findings.length).toBeGreaterThan(PAGE);
  });

  it.each([
    [undefined, 1],
    [true, 1],
    [false, 0],
  ])('holds an analyzer that slices found empty against the statistics (crossCheck %j)', async (crossCheck, checks) => {
    setup = await Setup.create({ findings: [], emptyPages: 1 });
    setup.fake.inject({ ...always, kind: 'change', times: 1, change: () => ({ findings: [], nextToken: 'x' }) });
    const [analyzer] = (await collect({ crossCheck })).regions[0]!.analyzers;
    expect(analyzer).toMatchObject({ state: 'read', findings: [] });
    expect(setup.lists.length).toBeGreaterThan(18);
    expect(setup.count('GetFindingsStatistics')).toBe(checks);
  });

  it('does not ask for the statistics by itself where there were no slices', async () => {
    setup = await Setup.create({ findings: [] });
    await collect();
    expect(setup.count('GetFindingsStatistics')).toBe(0);
  });
});
