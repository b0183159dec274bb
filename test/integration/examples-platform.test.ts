import { afterEach, describe, expect, test } from 'vitest';
import { createPlatform, type Platform, type PlatformOptions } from '../../examples/support/platform-server.ts';
import { createClients, type CreateClientsOptions } from '../../src/clients/create-clients.ts';
import {
  cleanScenario,
  createFakeAws,
  DEFAULT_REGIONS,
  externalAnalyzer,
  publicFinding,
  type FakeAws,
} from '../../src/testing/index.ts';
import { deferred } from '../helpers/deferred.ts';
import { importExample } from '../helpers/run-example.ts';

const ACCOUNT = '111122223333';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface Bed extends Platform {
  readonly fake: FakeAws;
  readonly url: string;
}

/** The service on a free port, in front of an account of seventeen Regions with one public bucket. */
async function start(options: Partial<PlatformOptions> = {}, clientOptions: CreateClientsOptions = {}): Promise<Bed> {
  const fake = createFakeAws(
    cleanScenario({
      region: (name, clean) =>
        name === 'us-east-1' ? { ...clean, analyzers: [externalAnalyzer({ findings: [publicFinding()] })] } : clean,
    }),
  );
  const clients = createClients({
    requestHandler: fake.requestHandler,
    credentials: fake.credentialsFor(ACCOUNT),
    ...clientOptions,
  });
  const platform = createPlatform({ clients, ...options });
  cleanUps.push(() => {
    clients.destroy();
  });
  cleanUps.push(() => platform.app.close());
  return { ...platform, fake, url: await platform.app.listen({ host: '127.0.0.1', port: 0 }) };
}

interface Told {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The events of a server-sent stream, as they come. */
async function* eventsOf(response: Response): AsyncGenerator<Told> {
  let text = '';
  const body = response.body as AsyncIterable<Uint8Array> | null;
  const decoder = new TextDecoder();
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
      text = text.slice(end + 2);
      yield { event, data: JSON.parse(data) as Told['data'] };
    }
  }
}

/** `Array.fromAsync`, which Node 20 has not. */
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('the platform', () => {
  test('streams progress, then serves the verdict as JSON and as a page', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/audit`);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const told = await all(eventsOf(response));
    const progress = told.filter(({ event }) => event === 'progress').map(({ data }) => data);
    expect(progress[0]).toEqual({ type: 'regions', account: ACCOUNT, total: 17 });
    expect(progress.slice(1).map(({ done }) => done)).toEqual(Array.from({ length: 17 }, (_, index) => index + 1));
    expect(told.at(-1)).toMatchObject({ event: 'verdict', data: { status: 'FAIL' } });
    const id = String(told.at(-1)?.data['id']);

    for (const name of [id, 'latest']) {
      const json = await fetch(`${url}/verdicts/${name}`);
      expect(json.headers.get('content-type')).toMatch(/^application\/json/);
      expect(await json.json()).toMatchObject({ verdict: { status: 'FAIL', auditId: id } });
    }
    const page = await fetch(`${url}/verdicts/${id}/page`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toMatch(/^<!doctype html>[^]*Content-Security-Policy[^]*FAIL/i);
  });

  test.each(['/verdicts/latest', '/verdicts/none', '/verdicts/none/page'])(
    '%s is 404 before there is one',
    async (path) => {
      const { url } = await start();
      expect((await fetch(`${url}${path}`)).status).toBe(404);
    },
  );

  test('when the client goes away the requests to AWS stop', async () => {
    const { fake, running, url } = await start({}, { concurrency: 2 });
    // No list of findings ever comes, so two Regions take both places and the others are still to be read.
    const stalled = deferred<undefined>();
    fake.inject({
      kind: 'stall',
      operation: 'ListFindings',
      times: Infinity,
      when: () => {
        stalled.resolve(undefined);
        return true;
      },
    });
    const leaving = new AbortController();
    const response = await fetch(`${url}/audit`, { signal: leaving.signal });
    const events = eventsOf(response);
    expect((await events.next()).value).toMatchObject({ event: 'progress', data: { type: 'regions' } });
    await stalled.promise;
    expect(running.size).toBe(1);
    leaving.abort();
    await events.next().catch(() => undefined);
    // Settles only when nothing of the audit is left.
    await Promise.all(running);
    expect(running.size).toBe(0);

    const asked = fake.requests.length;
    const read = new Set(
      fake.requests.filter(({ operation }) => operation === 'ListFindings').map(({ region }) => region),
    );
    expect(read.size).toBeLessThanOrEqual(2);
    expect(read.size).toBeLessThan(DEFAULT_REGIONS.length);
    // Another whole request goes through the service and back: time enough for a straggler.
    expect((await fetch(`${url}/verdicts/latest`)).status).toBe(404);
    expect(fake.requests).toHaveLength(asked);
  });

  test('a client that stays to the end is not taken for one that went away', async () => {
    const { running, url } = await start();
    for (let audit = 0; audit < 2; audit += 1) {
      const told = await all(eventsOf(await fetch(`${url}/audit`)));
      expect(told.at(-1)?.event).toBe('verdict');
    }
    expect(running.size).toBe(0);
  });

  test('one audit more than it takes is told to come back; shutting down ends those under way', async () => {
    const { app, fake, url } = await start({ maxAudits: 1 });
    fake.inject({ kind: 'stall', operation: 'ListFindings', times: Infinity });
    const first = await fetch(`${url}/audit`);
    const events = eventsOf(first);
    await events.next();
    const second = await fetch(`${url}/audit`);
    expect(second.status).toBe(503);
    expect(second.headers.get('retry-after')).toBe('60');
    const rest = all(events);
    await app.close();
    expect((await rest).at(-1)).toEqual({ event: 'failed', data: { message: 'The service is shutting down.' } });
  });

  test('what AWS refuses is a verdict, not a failure of the service', async () => {
    const { fake, url } = await start();
    fake.account(ACCOUNT).deny('access-analyzer:ListAnalyzers');
    const told = await all(eventsOf(await fetch(`${url}/audit`)));
    expect(told.at(-1)).toMatchObject({ event: 'verdict', data: { status: 'UNKNOWN' } });
  });

  test('keeps so many verdicts and no more', async () => {
    const { url } = await start({ maxVerdicts: 1 });
    const ids: string[] = [];
    for (let audit = 0; audit < 2; audit += 1) {
      const told = await all(eventsOf(await fetch(`${url}/audit`)));
      ids.push(String(told.at(-1)?.data['id']));
    }
    const statuses = await Promise.all(ids.map(async (id) => (await fetch(`${url}/verdicts/${id}`)).status));
    expect(statuses).toEqual([404, 200]);
  });
});

test('platform.ts listens until Ctrl-C; a port that is none is 64', async () => {
  const listening = deferred<string>();
  const ended = importExample('platform.ts', ['--fake', '--port', '0'], {}, (line) => {
    listening.resolve(line);
  });
  const [, url = ''] = /^Listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(await listening.promise) ?? [];
  const told = await all(eventsOf(await fetch(`${url}/audit`)));
  expect(told.at(-1)).toMatchObject({ event: 'verdict', data: { status: 'FAIL' } });
  process.emit('SIGINT');
  expect(await ended).toMatchObject({ code: 0 });
  expect(await importExample('platform.ts', ['--port', '70000'])).toMatchObject({ code: 64 });
});
