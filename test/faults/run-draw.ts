import { createClients, type CreateClientsOptions } from '../../src/clients/create-clients.ts';
import type { Clients } from '../../src/clients/types.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Verdict } from '../../src/evaluate/verdict.ts';
import { collectEvidence } from '../../src/evidence/collect-evidence.ts';
import type { CollectEvidenceOptions } from '../../src/evidence/collect-evidence-options.ts';
import { collectFleetEvidence } from '../../src/fleet/collect-fleet-evidence.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { mergeEvidence } from '../../src/model/merge-evidence.ts';
import { createFakeAws, type FakeAws, type FakeCredentials, type FakeRequest } from '../../src/testing/index.ts';
import { applyEvent } from './apply-event.ts';
import { buildFault } from './build-faults.ts';
import { buildPolicy } from './build-policy.ts';
import { buildScenario } from './build-scenario.ts';
import type { CredentialsDraw, Draw, PassDraw } from './draw.ts';
import { accountId, ORGANIZATION_ID, OUTSIDER, regionName } from './places.ts';
import { inScaledTime } from './scaled-time.ts';
import { delay, inVirtualTime, seededRandom, START } from './virtual-time.ts';
import { WireLog, type Wire } from './wire.ts';

/** What a draw came to. */
export interface Outcome {
  readonly passes: readonly PassOutcome[];
  /** All passes, merged. */
  readonly evidence: Evidence;
  readonly verdict: Verdict;
  /** When it began, by its clock. */
  readonly start: number;
  /** Events that took place. */
  readonly happened: readonly boolean[];
  readonly requests: number;
  readonly elapsedMs: number;
  readonly timersLeft: number;
}

/** One pass: what was collected, and what went over the wire for it. */
export interface PassOutcome {
  readonly draw: PassDraw;
  readonly evidence: Evidence;
  readonly wire: Wire;
}

/** Where a bug can be planted, to see whether the campaign finds it. */
export interface Sabotage {
  readonly clients?: (clients: Clients) => Clients;
  readonly evidence?: (evidence: Evidence) => Evidence;
}

/** Of every attempt, by the clock of the draw. Over HTTP that clock runs fast, and a busy machine needs some real time. */
const REQUEST_TIMEOUT_MS = 30_000;
const REQUEST_TIMEOUT_OVER_HTTP_MS = 3_000_000;
/** Where nothing ever comes, all of it is waited for. */
const STALLED_TIMEOUT_OVER_HTTP_MS = 200_000;
const HOUR = 3_600_000;
/** Nothing may take longer, whatever goes wrong: the sum of what every request may take is checked beside it. */
const LIMIT_MS = 365 * 24 * HOUR;

/** Runs a draw through the real SDK, in this process, by a virtual clock. */
export async function runDraw(draw: Draw, sabotage: Sabotage = {}): Promise<Outcome> {
  const random = Math.random;
  Math.random = seededRandom(1);
  try {
    const { elapsedMs, timersLeft, value } = await inVirtualTime(async () => {
      const { fake, happened, wire } = startFake(draw);
      const collecting = { fake, wire, sabotage, reach: { requestHandler: fake.requestHandler as never } };
      return { ...(await collectAll(draw, { ...collecting, requestTimeoutMs: REQUEST_TIMEOUT_MS })), happened };
    }, LIMIT_MS);
    return { ...value, start: START, elapsedMs, timersLeft };
  } finally {
    Math.random = random;
  }
}

/** Runs a draw through the real SDK and real sockets, by timers that are a hundred times as fast. */
export async function runDrawOverHttp(draw: Draw, sabotage: Sabotage = {}): Promise<Outcome> {
  const start = Date.now();
  const begun = performance.now();
  const { timersLeft, value } = await inScaledTime(async () => {
    const { fake, happened, wire } = startFake(draw);
    await using server = await fake.listen();
    // A connection to this machine that takes its time says that the machine is busy.
    const stalls = draw.faults.some(({ kind }) => kind === 'stall' || kind === 'stall-body');
    const requestTimeoutMs = stalls ? STALLED_TIMEOUT_OVER_HTTP_MS : REQUEST_TIMEOUT_OVER_HTTP_MS;
    const reach = { endpoint: server.url, requestHandler: { connectionTimeout: REQUEST_TIMEOUT_OVER_HTTP_MS } };
    const collecting = { fake, wire, sabotage, reach, requestTimeoutMs };
    return { ...(await collectAll(draw, collecting)), happened };
  });
  return { ...value, start, elapsedMs: performance.now() - begun, timersLeft };
}

/** Makes the fake of a draw, with its faults and events in place. */
function startFake(draw: Draw): {
  readonly fake: FakeAws;
  readonly wire: WireLog;
  readonly happened: readonly boolean[];
} {
  const wire = new WireLog();
  const happened = draw.events.map(() => false);
  const served = new Map<string, number>();
  const onAnswer: WireLog['onAnswer'] = (request, response) => {
    wire.onAnswer(request, response);
    if (request.operation !== 'ListFindings' && request.operation !== 'ListFindingsV2') return;
    const arn = String(request.input['analyzerArn']);
    const pages = (served.get(arn) ?? 0) + 1;
    served.set(arn, pages);
    for (const [index, event] of draw.events.entries()) {
      if (happened[index] === true || event.after > pages) continue;
      happened[index] = applyEvent(fake, draw, event, arn);
    }
  };
  const fake = createFakeAws(buildScenario(draw, Date.now()), { delay, onAnswer });
  for (const fault of draw.faults) fake.inject(buildFault(fault));
  return { fake, wire, happened };
}

interface Collecting {
  readonly fake: FakeAws;
  readonly wire: WireLog;
  readonly sabotage: Sabotage;
  /** How the fake is reached. */
  readonly reach: Pick<CreateClientsOptions, 'endpoint' | 'requestHandler'>;
  readonly requestTimeoutMs: number;
}

/** Collects every pass, merges and judges. */
async function collectAll(
  draw: Draw,
  { fake, wire, sabotage, reach, requestTimeoutMs }: Collecting,
): Promise<Pick<Outcome, 'passes' | 'evidence' | 'verdict' | 'requests'>> {
  const { concurrency, maxAttempts } = draw.options;
  const clients = createClients({
    ...reach,
    credentials: credentialsOf(draw, 0, fake),
    concurrency,
    maxAttempts,
    requestTimeoutMs,
  });
  try {
    const passes: PassOutcome[] = [];
    let requests: readonly FakeRequest[] = [];
    for (const pass of draw.passes) {
      if (pass.hoursLater > 0) await delay(pass.hoursLater * HOUR, new AbortController().signal);
      const { length: before } = fake.requests;
      const collected = await collectPass(draw, pass, { fake, clients: sabotage.clients?.(clients) ?? clients });
      requests = fake.requests.slice(before);
      passes.push({
        draw: pass,
        evidence: sabotage.evidence?.(collected) ?? collected,
        wire: wire.read(requests),
      });
    }
    const evidence = mergeParts(passes.map((pass) => pass.evidence));
    return {
      passes,
      evidence,
      verdict: evaluate(evidence, buildPolicy(draw.options.policy)),
      requests: fake.requests.length,
    };
  } finally {
    clients.destroy();
  }
}

/** Evidence of an unknown account can be judged alone but not merged: a pass by itself stays as it is. */
function mergeParts(parts: readonly Evidence[]): Evidence {
  const [first, ...others] = parts as [Evidence, ...Evidence[]];
  return others.length === 0 ? first : mergeEvidence(...[...parts].reverse());
}

async function collectPass(
  draw: Draw,
  pass: PassDraw,
  { clients, fake }: { readonly clients: Clients; readonly fake: FakeAws },
): Promise<Evidence> {
  const { analyzers, crossCheck, detail, expectedAccount, partition, sample, suppressed } = draw.options;
  const reading: CollectEvidenceOptions = {
    analyzers,
    detail,
    partition,
    suppressed,
    ...(detail === 'counts' ? { sample } : {}),
    ...(crossCheck === null ? {} : { crossCheck }),
    regions: pass.regions === null ? 'enabled' : pass.regions.map(regionName),
    auditId: 'campaign',
  };
  if (!draw.organization) {
    return collectEvidence(clients, {
      ...reading,
      ...(expectedAccount === null ? {} : { expectedAccount: accountId(expectedAccount === 'right' ? 0 : 9) }),
    });
  }
  const accounts = draw.accounts.map((_, index) => accountId(index));
  const parts: Evidence[] = [];
  const { onProgress: _, signal: _s, auditId, ...options } = reading;
  const fleet = collectFleetEvidence({
    ...options,
    ...(auditId === undefined ? {} : { auditId }),
    clients,
    accounts,
    organization: {
      ...{ id: ORGANIZATION_ID, partition: 'aws', managementAccount: accountId(0) },
      ...{ accounts, outOfScope: [] },
    },
    clientsFor: ({ account }) => {
      const index = accounts.indexOf(account);
      const isSwapped = draw.accounts[index]?.isSwapped === true;
      if (index === 0 && !isSwapped) return clients;
      return clients.with({
        credentials: isSwapped ? fake.credentialsFor(OUTSIDER) : credentialsOf(draw, index, fake),
      });
    },
  });
  for await (const part of fleet) parts.push(part);
  return mergeEvidence(...(parts as [Evidence, ...Evidence[]]));
}

function credentialsOf(draw: Draw, index: number, fake: FakeAws): NonNullable<CreateClientsOptions['credentials']> {
  const kind: CredentialsDraw = draw.accounts[index]?.credentials ?? 'plain';
  const id = accountId(index);
  switch (kind) {
    case 'plain':
      return fake.credentialsFor(id);
    case 'with-account':
      return { ...fake.credentialsFor(id), accountId: id };
    case 'version-1':
      return fake.credentialsFor(id, { sessionTokenVersion: 1 });
    case 'expired':
      return fake.credentialsFor(id, { sessionTokenVersion: 2, expired: true });
    case 'source-fails':
      return failingSource(fake.credentialsFor(id));
  }
}

/** Gives credentials once, which have no more time than the library wants to have left: it asks again, and again in vain. */
function failingSource(credentials: FakeCredentials): () => Promise<FakeCredentials & { readonly expiration: Date }> {
  const expiration = new Date(Date.now() + 1);
  let asked = 0;
  return async () => {
    asked += 1;
    if (asked > 2) throw new Error('The source of the credentials is gone.');
    return { ...credentials, expiration };
  };
}
