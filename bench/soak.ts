/**
 * Watches an account for a long time while requests fail and findings come and go: `npm run soak`, `npm run soak -- --minutes 5`.
 * Memory must stay flat, sockets bounded, and nothing be left at the end. Exits with 1 when that is not so. `--samples` prints the
 * memory as it goes.
 *
 * The account is the fake of `access-analyzer-kit/testing` over HTTP, in this process: what it keeps counts too.
 */
import { parseArgs } from 'node:util';
import { createClients } from '../src/clients/create-clients.ts';
import {
  cleanScenario,
  createFakeAws,
  externalAnalyzer,
  externalFinding,
  publicFinding,
  type FakeAws,
  type FakeFault,
  type FakeFinding,
} from '../src/testing/index.ts';
import { watchFindings } from '../src/watch/watch-findings.ts';
import { collectGarbage } from './support/collect-garbage.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, samples: { type: 'boolean', default: false } },
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) {
  console.error('--minutes must be a number above 0');
  process.exit(64);
}

// The SDK's advice about the age of Node is no warning of ours.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const ACCOUNT = '111122223333';
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-south-1', 'af-south-1'];
/**
 * So many, and analyzers made anew so often, that the 10,000 ended accesses that a watch remembers are reached in the first
 * minutes: from then on its memory must stay as it is.
 */
const FINDINGS = 80;
/** Ended accesses that `watchFindings` remembers at most. */
const REMEMBERED = 10_000;
const CONCURRENCY = 8;
/** One pass at most in so long: an hour's passes of an hourly watch in a minute and a half. */
const INTERVAL_MS = 200;
const REQUEST_TIMEOUT_MS = 400;
const MEBIBYTE = 2 ** 20;

const mebibytes = (bytes: number): string => `${(bytes / MEBIBYTE).toFixed(2)} MiB`;

let generation = 0;
const random = seededRandom(7);
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;

/** Findings with ids that never were before: what the watch remembered of the old ones must go. */
function freshFindings(): FakeFinding[] {
  generation += 1;
  return Array.from({ length: FINDINGS }, (_, index) => {
    const make = index % 5 === 0 ? publicFinding : externalFinding;
    return make({ id: `g${generation}-${index}`, resource: `arn:aws:s3:::bucket-${generation}-${index}` });
  });
}

const KINDS: readonly FakeFault['kind'][] = [
  'throttle',
  'internal',
  'access-denied',
  'expired-token',
  'unrecognized-client',
  'html',
  'truncated',
  'wrong-json',
  'repeat-token',
  'reset',
  'reset-body',
  'stall',
  'stall-body',
];

/** Some requests of the next pass fail, for good or until they are repeated. */
function spoil(fake: FakeAws): readonly (() => void)[] {
  return Array.from({ length: Math.floor(random() * 4) }, () =>
    fake.inject({
      kind: pick(KINDS),
      operation: pick(['ListRegions', 'ListAnalyzers', 'ListFindings', 'ListFindings', 'ListArchiveRules']),
      ...(random() < 0.5 ? { region: pick(REGIONS) } : {}),
      skip: Math.floor(random() * 6),
      times: 1 + Math.floor(random() * 3),
    }),
  );
}

/** The account changes: findings are resolved, archived, opened again; an analyzer is made anew. */
function change(fake: FakeAws): void {
  const region = fake.account(ACCOUNT).region(pick(REGIONS));
  if (random() < 0.6) {
    region.deleteAnalyzer('external');
    region.addAnalyzer(externalAnalyzer({ findings: freshFindings(), pageSize: 15 }));
    return;
  }
  const analyzer = region.analyzer('external');
  const findings = analyzer.findings();
  for (let number = 0; number < 3; number += 1) {
    const { id } = pick(findings);
    if (id !== undefined) analyzer.changeFinding(id, { status: pick(['ACTIVE', 'ARCHIVED', 'RESOLVED']) });
  }
}

interface Sample {
  readonly minute: number;
  readonly heap: number;
  readonly rss: number;
}

const count = (type: string): number => process.getActiveResourcesInfo().filter((name) => name === type).length;

const before = { timers: count('Timeout'), sockets: count('TCPSocketWrap') };
const warnings: string[] = [];
process.on('warning', (warning) => warnings.push(String(warning)));

const fake = createFakeAws(
  cleanScenario({
    account: ACCOUNT,
    regions: REGIONS,
    region: (_, clean) => ({ ...clean, analyzers: [externalAnalyzer({ findings: freshFindings(), pageSize: 15 })] }),
  }),
);
const server = await fake.listen();
const clients = createClients({
  endpoint: server.url,
  credentials: fake.credentialsFor(ACCOUNT),
  concurrency: CONCURRENCY,
  requestTimeoutMs: REQUEST_TIMEOUT_MS,
});

const begun = performance.now();
const samples: Sample[] = [];
const statuses: Record<string, number> = {};
const changes: Record<string, number> = {};
let passes = 0;
let requests = 0;
let sockets = 0;
let nextSample = 0;
let faults: readonly (() => void)[] = [];
let fullAt: number | undefined;
const stop = new AbortController();
const elapsed = (): number => (performance.now() - begun) / 60_000;

try {
  for await (const { kind } of watchFindings(clients, {
    intervalMs: INTERVAL_MS,
    signal: stop.signal,
    onPass: ({ verdict }) => {
      passes += 1;
      statuses[verdict.status] = (statuses[verdict.status] ?? 0) + 1;
      requests += fake.requests.length;
      fake.clearRequests();
      // Both ends are in this process.
      sockets = Math.max(sockets, count('TCPSocketWrap') / 2);
      for (const remove of faults) remove();
      faults = spoil(fake);
      change(fake);
      const minute = elapsed();
      if (minute >= nextSample) {
        collectGarbage();
        const { heapUsed, rss } = process.memoryUsage();
        samples.push({ minute, heap: heapUsed, rss });
        if (values.samples) console.log(`${minute.toFixed(1)} min: heap ${mebibytes(heapUsed)}, rss ${mebibytes(rss)}`);
        nextSample = minute + Math.min(0.5, minutes / 40);
      }
      if (minute >= minutes) stop.abort(new Error('time is up'));
    },
  })) {
    changes[kind] = (changes[kind] ?? 0) + 1;
    if (kind === 'gone' && changes[kind] === REMEMBERED) fullAt = elapsed();
  }
} catch (error) {
  if (!stop.signal.aborted) throw error;
}
clients.destroy();
await server.close();
for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));

// The first part fills caches and lets the machine optimise, and fills what a watch remembers of accesses that ended.
const from = Math.max(minutes * 0.2, fullAt ?? 0);
const settled = samples.filter(({ minute }) => minute >= from);
if (fullAt === undefined) console.log('too short a run to fill what a watch remembers: its memory still grows');
const perMinute = (member: 'heap' | 'rss'): number => slope(settled.map((sample) => [sample.minute, sample[member]]));
const mean = settled.reduce((sum, { heap }) => sum + heap, 0) / settled.length;
const drift = perMinute('heap') * (minutes - from);
const left = { timers: count('Timeout') - before.timers, sockets: count('TCPSocketWrap') - before.sockets };

console.log(`${elapsed().toFixed(1)} minutes, ${passes} passes, ${requests} requests, ${JSON.stringify(statuses)}`);
console.log(`changes told: ${JSON.stringify(changes)}`);
console.log(
  `heap after gc: ${mebibytes(mean)} on average of ${settled.length} samples, ${mebibytes(settled[0]?.heap ?? 0)} first, ${mebibytes(settled.at(-1)?.heap ?? 0)} last; ` +
    `slope ${(perMinute('heap') / 1024).toFixed(1)} KiB a minute (${mebibytes(drift)} from minute ${from.toFixed(1)} on); rss ${mebibytes(settled.at(-1)?.rss ?? 0)}`,
);
console.log(
  `sockets at once at most: ${sockets}; left at the end: ${JSON.stringify(left)}; warnings: ${warnings.length}`,
);

const amiss = [
  // A leak of a pass's evidence would be a hundred times as much.
  ...(fullAt !== undefined && drift > Math.max(0.1 * mean, 3 * MEBIBYTE) ? ['memory grows'] : []),
  ...(sockets > 50 * REGIONS.length ? ['sockets are not bounded'] : []),
  ...(left.timers > 0 || left.sockets > 0 ? ['something is left'] : []),
  ...(warnings.length > 0 ? warnings : []),
];
for (const text of amiss) console.error(text);
process.exitCode = amiss.length === 0 ? 0 : 1;

/** Of the line through the points with the least squares. */
function slope(points: readonly (readonly [number, number])[]): number {
  const meanOf = (index: 0 | 1): number => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [x, y] = [meanOf(0), meanOf(1)];
  const above = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  const below = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return below === 0 ? 0 : above / below;
}

function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
