import { getEventListeners } from 'node:events';
import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { getAnalyzer, listAnalyzers } from '../../src/analyzers/index.ts';
import { createClients, type Clients, type RequestInfo } from '../../src/clients/index.ts';
import { countFindings, getFinding, iterateActiveFindings, iterateFindings } from '../../src/findings/index.ts';
import type { Finding } from '../../src/model/index.ts';
import { requiredPermissions } from '../../src/model/required-permissions.ts';
import { fanOut, listRegions } from '../../src/regions/index.ts';
import { createFakeAws, type FakeAws, type FakeScenario } from '../../src/testing/index.ts';
import { cleanScenario, externalAnalyzer, manyFindings } from '../../src/testing/scenarios/index.ts';
import { turns } from '../helpers/turns.ts';

const ACCOUNT = '111122223333';

afterEach(() => {
  vi.restoreAllMocks();
});

async function onServer(
  scenario: FakeScenario,
  use: (clients: Clients, fake: FakeAws, url: string) => Promise<void>,
): Promise<void> {
  const fake = createFakeAws(scenario);
  await using server = await fake.listen();
  await using clients = createClients({ credentials: fake.credentialsFor(ACCOUNT), endpoint: server.url });
  await use(clients, fake, server.url);
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('an account of 34 Regions on one signal', () => {
  it('is read without a listener too many or one left behind', async () => {
    const warnings = vi.spyOn(process, 'emitWarning');
    const { signal } = new AbortController();
    const scenario = cleanScenario({
      regions: 34,
      region: (_name, clean) => ({
        ...clean,
        analyzers: [externalAnalyzer({ findings: manyFindings(5), pageSize: 2 })],
      }),
    });
    await onServer(scenario, async (clients) => {
      const { regions, source } = await listRegions(clients, { signal });
      expect([regions.length, source]).toStrictEqual([34, 'account']);
      const read = async (region: string): Promise<number> => {
        const client = clients.accessAnalyzer(region);
        const [analyzer] = await listAnalyzers(client, { signal });
        return (await collect(iterateActiveFindings(client, analyzer!, { signal }))).length;
      };
      const outcomes = await collect(fanOut(regions, read, { concurrency: Infinity, signal }));
      expect(outcomes.map((outcome) => outcome.status === 'fulfilled' && outcome.value)).toStrictEqual(
        regions.map(() => 5),
      );
    });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(warnings.mock.calls.filter(([warning]) => String(warning).includes('MaxListeners'))).toStrictEqual([]);
  });

  it('stops at once when it is aborted while every Region stalls', async () => {
    const controller = new AbortController();
    await onServer(cleanScenario({ regions: 34 }), async (clients, fake) => {
      fake.inject({ kind: 'stall', service: 'access-analyzer', times: Infinity });
      const { regions } = await listRegions(clients);
      const outcomes = fanOut(
        regions,
        (region, { signal }) => listAnalyzers(clients.accessAnalyzer(region), { signal }),
        {
          concurrency: Infinity,
          signal: controller.signal,
        },
      );
      const next = outcomes.next();
      await expect.poll(() => fake.requests.length).toBeGreaterThanOrEqual(17);
      const reason = new Error('the user pressed Ctrl-C');
      controller.abort(reason);
      await expect(next).rejects.toBe(reason);
      // Sixteen were on their way; none of those that waited was sent after.
      const sent = fake.requests.length;
      await turns();
      expect(fake.requests).toHaveLength(sent);
      expect(sent).toBe(17);
    });
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });
});

describe('analyzers and findings of every kind', () => {
  const scenario = cleanScenario({
    regions: ['eu-central-1'],
    region: () => ({
      analyzers: [
        externalAnalyzer({
          emptyPages: 2,
          pageSize: 3,
          findings: manyFindings(10, { publicEvery: 2, archivedEvery: 5 }),
        }),
        {
          name: '_AccessAnalyzerForSecurityHub-1',
          type: 'ACCOUNT_UNUSED_ACCESS',
          managedBy: 'securityhubv2.amazonaws.com',
          findings: [
            {
              findingType: 'UnusedIAMRole',
              resource: `arn:aws:iam::${ACCOUNT}:role/idle`,
              resourceType: 'AWS::IAM::Role',
            },
            {
              findingType: 'UnusedPermission',
              resource: `arn:aws:iam::${ACCOUNT}:role/broad`,
              resourceType: 'AWS::IAM::Role',
              findingDetails: Array.from({ length: 250 }, (_, index) => ({
                unusedPermissionDetails: { serviceNamespace: `service${index}` },
              })),
            },
          ],
        },
      ],
    }),
  });

  it('are listed, marked and read by the call that has their details', async () => {
    await onServer(scenario, async (clients, fake) => {
      const client = clients.accessAnalyzer('eu-central-1');
      const [linked, external] = (await listAnalyzers(client)).sort((left, right) => (left.name < right.name ? -1 : 1));
      expect(linked).toMatchObject({ access: 'unused', serviceLinked: true, managedBy: 'securityhubv2.amazonaws.com' });
      expect(external).toMatchObject({ access: 'external', serviceLinked: false, zoneOfTrust: 'account' });

      const all = await collect(iterateFindings(client, external!));
      expect(all.map(({ findingType }) => findingType)).toStrictEqual(all.map(() => 'ExternalAccess'));
      expect(all).toHaveLength(10);
      const active = await collect(iterateActiveFindings(client, external!));
      expect(active.map(({ id }) => id)).toStrictEqual(
        all.filter(({ status }) => status === 'ACTIVE').map(({ id }) => id),
      );
      const open = await collect(iterateActiveFindings(client, external!, { filter: { isPublic: { eq: true } } }));
      expect(open.length).toBeGreaterThan(0);
      expect(open.every((finding) => finding.findingType === 'ExternalAccess' && finding.isPublic)).toBe(true);

      const unused = await collect(iterateFindings(client, linked!, { details: true }));
      expect(unused).toHaveLength(2);
      const detailed = unused.find(({ findingType }) => findingType === 'UnusedPermission');
      expect(detailed).toMatchObject({ findingDetails: { length: 250 } });
      expect(await getFinding(client, linked!, detailed!.id)).toStrictEqual(detailed);
      expect(await getFinding(client, external!, all[0]!.id)).toStrictEqual(all[0]);

      const operations = new Set(fake.requests.map(({ operation }) => operation));
      expect([...operations].sort()).toStrictEqual([
        'GetFinding',
        'GetFindingV2',
        'ListAnalyzers',
        'ListFindings',
        'ListFindingsV2',
      ]);
      expect(await countFindings(client, external!)).toMatchObject({ active: active.length, archived: 2, resolved: 0 });
    });
  });

  it('are read by a client of your own', async () => {
    await onServer(scenario, async (_clients, fake, endpoint) => {
      const own = new AccessAnalyzerClient({
        region: 'eu-central-1',
        endpoint,
        credentials: fake.credentialsFor(ACCOUNT),
      });
      const findings = await collect(iterateFindings(own, await getAnalyzer(own, 'external')));
      expect(findings).toHaveLength(10);
      own.destroy();
    });
  });

  it('are read lazily: a consumer that takes one finding costs two pages at most', async () => {
    await onServer(scenario, async (clients, fake) => {
      const client = clients.accessAnalyzer('eu-central-1');
      const analyzer = await getAnalyzer(client, 'external');
      let first: Finding | undefined;
      for await (first of iterateFindings(client, analyzer)) break;
      expect(first).toBeDefined();
      // Two empty pages, the page, and the one ahead.
      expect(fake.requests.filter(({ operation }) => operation === 'ListFindings').length).toBeLessThanOrEqual(4);
    });
  });
});

describe('onRequest', () => {
  it('sees every request of a reading, once each, with its Region', async () => {
    const fake = createFakeAws(cleanScenario({ regions: 3 }));
    await using server = await fake.listen();
    const seen: RequestInfo[] = [];
    await using clients = createClients({
      credentials: fake.credentialsFor(ACCOUNT),
      endpoint: server.url,
      onRequest: (request) => seen.push(request),
    });
    const { regions } = await listRegions(clients);
    await Promise.all(regions.map((region) => listAnalyzers(clients.accessAnalyzer(region))));
    await expect.poll(() => seen.length).toBe(4);
    expect(seen.map(({ operation, region }) => `${operation} ${region}`).sort()).toStrictEqual(
      ['ListRegions us-east-1', ...regions.map((region) => `ListAnalyzers ${region}`)].sort(),
    );
    const ids = fake.requests.map(({ requestId }) => requestId);
    expect(seen.map(({ requestId }) => requestId).sort()).toStrictEqual(ids.sort());
  });
});

describe('least privilege', () => {
  const scenario = cleanScenario({
    regions: ['eu-central-1'],
    region: () => ({ analyzers: [externalAnalyzer({ findings: manyFindings(2) })] }),
  });
  const uses: Record<string, (clients: Clients) => Promise<unknown>> = {
    listRegions: async (clients) => {
      const { problem } = await listRegions(clients);
      if (problem !== undefined) throw new Error(problem.message);
    },
    listAnalyzers: (clients) => listAnalyzers(clients.accessAnalyzer('eu-central-1')),
    getAnalyzer: (clients) => getAnalyzer(clients.accessAnalyzer('eu-central-1'), 'external'),
    iterateFindings: (clients) => collect(iterateFindings(clients.accessAnalyzer('eu-central-1'), 'external')),
    iterateActiveFindings: (clients) =>
      collect(iterateActiveFindings(clients.accessAnalyzer('eu-central-1'), 'external')),
    getFinding: (clients) =>
      getFinding(clients.accessAnalyzer('eu-central-1'), 'external', '00000000-0000-4000-8000-000000000001'),
    countFindings: (clients) => countFindings(clients.accessAnalyzer('eu-central-1'), 'external'),
  };

  it.each(Object.keys(uses))('%s works with the actions that it names, and not with none', async (name) => {
    const fake = createFakeAws(scenario);
    const run = async (allow: readonly string[]): Promise<unknown> => {
      await using clients = createClients({
        credentials: fake.credentialsFor(ACCOUNT, { allow }),
        requestHandler: fake.requestHandler,
      });
      return await uses[name]!(clients);
    };
    await run(requiredPermissions[name]!);
    await expect(run([])).rejects.toThrow(requiredPermissions[name]!.find((action) => !action.endsWith(':None')));
  });
});
