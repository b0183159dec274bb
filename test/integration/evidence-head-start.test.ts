import { expect, test } from 'vitest';
import { createClients } from '../../src/clients/create-clients.ts';
import type { RequestHandlerLike } from '../../src/clients/request-handler.ts';
import { collectEvidence } from '../../src/evidence/collect-evidence.ts';
import { iterateEvidence } from '../../src/evidence/iterate-evidence.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { createFakeAws, externalAnalyzer, type FakeAws } from '../../src/testing/index.ts';
import { deferred } from '../helpers/deferred.ts';
import { A, ACCOUNT, B, finding, OTHER, regionOf, start, twoRegions } from './evidence-fixture.ts';
import { turns } from '../helpers/turns.ts';

const C = 'eu-west-1';

/** What was asked, in the order of arrival: `operation Region`. */
const asked = ({ requests }: FakeAws): string[] => requests.map(({ operation, region }) => `${operation} ${region}`);

/** The evidence without the times at which it was read. */
const timeless = ({ regions, scopes }: Evidence): unknown => ({
  scopes,
  regions: regions.map(({ collectedAt: _collectedAt, ...record }) => record),
});

test('clients that have read the account list its analyzers while ListRegions is under way', async () => {
  const fake = createFakeAws(twoRegions({ analyzer: { findings: [finding(1)] } }));
  const listed = deferred<undefined>();
  let audits = 0;
  let listings = 0;
  const { handle } = fake.requestHandler as unknown as RequestHandlerLike;
  const requestHandler: RequestHandlerLike = {
    ...(fake.requestHandler as unknown as RequestHandlerLike),
    handle: async (request, options) => {
      const isRegionList = request.path === '/listRegions';
      if (isRegionList) audits += 1;
      if (request.path === '/analyzer') listings += 1;
      if (listings === 4) listed.resolve(undefined);
      // The second answer waits for what is asked meanwhile: without a head start until it is given up.
      if (isRegionList && audits === 2) await listed.promise;
      return handle.call(fake.requestHandler, request, options);
    },
  };
  await using clients = createClients({
    requestHandler,
    credentials: fake.credentialsFor(ACCOUNT),
    maxAttempts: 1,
    requestTimeoutMs: 3_000,
  });
  const first = await collectEvidence(clients);
  const second = await collectEvidence(clients);
  expect(listings).toBe(4);
  expect(timeless(second)).toEqual(timeless(first));
});

test('nothing is asked twice, and nothing before it is known whose credentials these are', async () => {
  const { collect, fake } = await start();
  await collect();
  const first = asked(fake);
  fake.clearRequests();
  await collect();
  expect(asked(fake).sort()).toEqual(first.filter((call) => !call.startsWith('GetCallerIdentity')).sort());
});

test('what is read is what this ListRegions says: a Region that was disabled meanwhile is, and a new one is read', async () => {
  const { collect, fake } = await start(twoRegions({ analyzer: { findings: [finding(1)] } }));
  await collect();
  fake.account(ACCOUNT).region(B).setOptStatus('DISABLED');
  fake
    .account(ACCOUNT)
    .region(C)
    .addAnalyzer(externalAnalyzer({ name: 'late', findings: [finding(2)] }));
  const evidence = await collect();
  expect(evidence.scopes).toMatchObject([{ source: 'account', regions: [C, A], disabled: [B] }]);
  expect(regionOf(evidence, B)).toMatchObject({ state: 'disabled', analyzers: [] });
  expect(regionOf(evidence, A)).toMatchObject({ state: 'read', analyzers: [{ findings: [{ id: 'f-001' }] }] });
  expect(regionOf(evidence, C).analyzers).toMatchObject([{ analyzer: { name: 'late' }, findings: [{ id: 'f-002' }] }]);
});

test('a selection is asked early only where it was read before', async () => {
  const { collect, fake } = await start();
  await collect({ regions: [A, C] });
  fake.clearRequests();
  const evidence = await collect({ regions: [B, C] });
  expect(evidence.regions.map(({ region, state }) => [region, state])).toEqual([
    [C, 'unreadable'],
    [B, 'read'],
  ]);
  expect(
    asked(fake)
      .filter((call) => call.startsWith('ListAnalyzers'))
      .sort(),
  ).toEqual([`ListAnalyzers ${C}`, `ListAnalyzers ${B}`].sort());
});

test('a Region that failed early is unreadable, as one that fails later', async () => {
  const { collect, fake } = await start();
  await collect();
  fake.inject({ kind: 'internal', operation: 'ListAnalyzers', region: A });
  const evidence = await collect();
  expect(regionOf(evidence, A)).toMatchObject({ state: 'unreadable', problem: { operation: 'ListAnalyzers' } });
  expect(regionOf(evidence, B)).toMatchObject({ state: 'read' });
});

test('credentials of another account than the one before begin nothing early', async () => {
  const { clients, fake } = await start();
  await collectEvidence(clients);
  fake.clearRequests();
  const evidence = await collectEvidence(clients, { expectedAccount: OTHER });
  expect(evidence.regions).toEqual([]);
  expect(asked(fake)).toEqual([]);
});

test('a consumer that stops leaves nothing running, an abort neither', async () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  process.on('unhandledRejection', note);
  try {
    const { clients, fake } = await start();
    await collectEvidence(clients);
    fake.inject({ kind: 'stall', operation: 'ListAnalyzers', region: A });
    for await (const { region } of iterateEvidence(clients)) {
      expect(region).toBe(B);
      break;
    }
    fake.inject({ kind: 'stall', operation: 'ListRegions' });
    const controller = new AbortController();
    const reason = new Error('enough');
    const audit = collectEvidence(clients, { signal: controller.signal });
    controller.abort(reason);
    await expect(audit).rejects.toBe(reason);
    await turns(5);
    expect(unhandled).toEqual([]);
  } finally {
    process.off('unhandledRejection', note);
  }
});
