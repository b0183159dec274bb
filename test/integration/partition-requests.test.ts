import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createClients, type Clients } from '../../src/clients/index.ts';
import { iterateFindings, type IterateFindingsOptions } from '../../src/findings/index.ts';
import type { Finding } from '../../src/model/finding.ts';
import { toAnalyzer } from '../../src/model/to-analyzer.ts';
import {
  createFakeAws,
  type FakeAws,
  type FakeFault,
  type FakeFinding,
  type FakeIncoming,
  type FakeRequestHandler,
} from '../../src/testing/index.ts';
import { filterOf } from '../helpers/filter-of.ts';
import { turns } from '../helpers/turns.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
const PAGE = 5;
/** Slices at once to begin with: four, and one more for the first page of all, which was answered. */
const WIDTH = 5;
const BUCKET = 'AWS::S3::Bucket';
const KEY = 'AWS::KMS::Key';

/** A request for a slice that waits to be let go. */
interface Held {
  readonly signal: AbortSignal;
  release(): void;
}

/** An analyzer of so many findings a type, in turn of two accounts; requests for slices are held when asked for. */
function setUp({ each = 20, holds = false }: { each?: number; holds?: boolean } = {}): {
  readonly fake: FakeAws;
  readonly held: Held[];
  readonly read: (options?: IterateFindingsOptions) => AsyncGenerator<Finding, void, undefined>;
} {
  const findings = [BUCKET, KEY].flatMap((resourceType) =>
    Array.from({ length: each }, (_, index): FakeFinding => ({
      id: `${resourceType}-${index}`,
      resource: `arn:aws:s3:::b-${index}`,
      resourceType,
      resourceOwnerAccount: index % 2 === 0 ? ACCOUNT : '444455556666',
      status: 'ACTIVE',
      isPublic: false,
      action: ['s3:GetObject'],
      principal: { AWS: '777788889999' },
    })),
  );
  const fake = createFakeAws({
    accounts: [
      { id: ACCOUNT, regions: { [REGION]: { analyzers: [{ name: 'a', type: 'ACCOUNT', findings, pageSize: PAGE }] } } },
    ],
  });
  const held: Held[] = [];
  const handle: FakeRequestHandler['handle'] = async (request, options) => {
    const sliced = holds && Buffer.from(request.body as Uint8Array).includes('resourceType');
    if (sliced && held.length < WIDTH) {
      await new Promise<void>((release) => held.push({ signal: options?.abortSignal as AbortSignal, release }));
    }
    return fake.requestHandler.handle(request, options);
  };
  const clients: Clients = createClients({
    credentials: fake.credentialsFor(ACCOUNT),
    maxAttempts: 1,
    requestHandler: { handle },
  });
  const analyzer = toAnalyzer({
    arn: `arn:aws:access-analyzer:${REGION}:${ACCOUNT}:analyzer/a`,
    type: 'ACCOUNT',
    status: 'ACTIVE',
  });
  return {
    fake,
    held,
    read: (options = {}) =>
      iterateFindings(clients.accessAnalyzer(REGION), analyzer, { partition: 'auto', ...options }),
  };
}

async function collect(findings: AsyncIterable<Finding>, ids: string[] = []): Promise<string[]> {
  for await (const { id } of findings) ids.push(id);
  return ids;
}

/** Turns after which nothing more happens by itself. */
const ENOUGH = 200;

const asksOneAccount = (request: FakeIncoming): boolean => filterOf(request)['resourceOwnerAccount'] !== undefined;
const asksFor = (type: string) => (request: FakeIncoming) => filterOf(request)['resourceType']?.eq?.[0] === type;
const twoTypes = { resourceType: { eq: [BUCKET, KEY] } };

describe('a slice', () => {
  it.each([
    ['of two pages is left whole', 10, false],
    ['is split by account when it goes on after three pages', 20, true],
    ['that ends with its third page is left whole', 15, false],
  ])('%s', async (_name, each, splits) => {
    const { fake, read } = setUp({ each });
    expect(new Set(await collect(read({ filter: twoTypes }))).size).toBe(2 * each);
    expect(fake.requests.some(asksOneAccount)).toBe(splits);
  });

  it('is one of five that are asked for at first', async () => {
    const { fake, held, read } = setUp({ holds: true });
    const reading = collect(read());
    await turns(ENOUGH);
    expect(held).toHaveLength(WIDTH);
    // The first page of all, and nothing else has got through.
    expect(fake.requests).toHaveLength(1);
    for (const { release } of held) release();
    expect(await reading).toHaveLength(40);
  });
});

describe('a slice with a page that cannot be read', () => {
  it.each<[string, FakeFault, string]>([
    [
      'an item that is no finding',
      { kind: 'change', change: (body) => ({ ...body, findings: ['no finding'] }) },
      'malformed-response',
    ],
    ['the token that it was asked with', { kind: 'repeat-token', skip: 1 }, 'repeated-token'],
  ])('fails the reading: %s', async (_name, fault, code) => {
    const { fake, read } = setUp();
    fake.inject({ ...fault, operation: 'ListFindings', when: asksFor(KEY) });
    const ids: string[] = [];
    await expect(collect(read(), ids)).rejects.toMatchObject({ problem: { code } });
    expect(ids.length).toBeGreaterThanOrEqual(PAGE);
  });

  it('is the last thing that is asked for: nothing is begun after it', async () => {
    const { fake, held, read } = setUp({ holds: true });
    fake.inject({ kind: 'access-denied', operation: 'ListFindings', when: asksFor(BUCKET) });
    const reading = collect(read());
    const failure = expect(reading).rejects.toMatchObject({ problem: { code: 'access-denied' } });
    await turns(ENOUGH);
    held[0]?.release();
    await turns(ENOUGH);
    for (const { release } of held) release();
    await failure;
    await turns(ENOUGH);
    expect(fake.requests).toHaveLength(1 + WIDTH);
  });
});

it('slices that nobody waits for any more are given up, and the signal is let go', async () => {
  const { held, read } = setUp({ holds: true });
  const { signal } = new AbortController();
  const findings = read({ signal });
  for (let count = 0; count < PAGE; count += 1) await findings.next();
  await turns(ENOUGH);
  expect(held.map((request) => request.signal.aborted)).toStrictEqual(Array.from(held, () => false));
  await findings.return();
  expect(held.map((request) => request.signal.aborted)).toStrictEqual(Array.from({ length: WIDTH }, () => true));
  for (const { release } of held) release();
  await turns(ENOUGH);
  expect(getEventListeners(signal, 'abort')).toStrictEqual([]);
});
