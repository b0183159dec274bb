import { afterEach } from 'vitest';
import { createClients, type CreateClientsOptions } from '../../src/clients/create-clients.ts';
import type { Clients } from '../../src/clients/types.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { collectEvidence } from '../../src/evidence/collect-evidence.ts';
import type { CollectEvidenceOptions } from '../../src/evidence/collect-evidence-options.ts';
import type { Verdict } from '../../src/evaluate/verdict.ts';
import type { AnalyzerEvidence, Evidence, RegionEvidence } from '../../src/model/evidence.ts';
import {
  cleanScenario,
  createFakeAws,
  externalAnalyzer,
  type FakeAnalyzer,
  type FakeAws,
  type FakeCredentialOptions,
  type FakeFault,
  type FakeFinding,
  type FakeRegion,
  type FakeScenario,
} from '../../src/testing/index.ts';

export const ACCOUNT = '111122223333';
export const OTHER = '444455556666';
/** A is the Region that tests spoil, B the one that stays as it is. */
export const A = 'us-east-1';
export const B = 'us-west-2';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A fake over HTTP, and this library's clients of one of its accounts. */
export interface Bed {
  readonly fake: FakeAws;
  readonly clients: Clients;
  collect(options?: CollectEvidenceOptions): Promise<Evidence>;
}

export interface BedOptions extends Omit<CreateClientsOptions, 'credentials' | 'endpoint'> {
  readonly account?: string;
  readonly principal?: FakeCredentialOptions;
  readonly credentials?: CreateClientsOptions['credentials'];
  readonly faults?: readonly FakeFault[];
}

/** Starts an account. Without a scenario: two clean Regions, A and B. */
export async function start(scenario: FakeScenario = twoRegions(), options: BedOptions = {}): Promise<Bed> {
  const { account = ACCOUNT, principal, credentials, faults = [], ...rest } = options;
  const fake = createFakeAws(scenario);
  const server = await fake.listen();
  cleanUps.push(() => server.close());
  const clients = createClients({
    endpoint: server.url,
    credentials: credentials ?? fake.credentialsFor(account, principal),
    maxAttempts: 1,
    ...rest,
  });
  cleanUps.push(() => {
    clients.destroy();
  });
  for (const fault of faults) fake.inject(fault);
  return { fake, clients, collect: (options) => collectEvidence(clients, options) };
}

/** The clean account in A and B, A's analyzer or the whole Region A changed. */
export function twoRegions(
  change: { analyzer?: Partial<FakeAnalyzer>; region?: Partial<FakeRegion> } = {},
): FakeScenario {
  return cleanScenario({
    regions: [A, B],
    region: (name, clean) =>
      name === A ? { ...clean, analyzers: [externalAnalyzer(change.analyzer)], ...change.region } : clean,
  });
}

/** A finding that opens a resource to another account, or whatever else is said. */
export function finding(number: number, members: FakeFinding = {}): FakeFinding {
  return {
    id: `f-${String(number).padStart(3, '0')}`,
    resource: `arn:aws:s3:::bucket-${number}`,
    principal: { AWS: OTHER },
    action: ['s3:GetObject'],
    isPublic: false,
    ...members,
  };
}

export function findings(count: number, members: FakeFinding = {}): FakeFinding[] {
  return Array.from({ length: count }, (_, index) => finding(index, members));
}

export function regionOf(evidence: Evidence, region: string = A): RegionEvidence {
  const record = evidence.regions.find((candidate) => candidate.region === region);
  if (record === undefined) throw new Error(`no record of ${region}`);
  return record;
}

export function analyzerOf(evidence: Evidence, name = 'external', region: string = A): AnalyzerEvidence {
  const found = regionOf(evidence, region).analyzers.find(({ analyzer }) => analyzer.name === name);
  if (found === undefined) throw new Error(`no analyzer ${name} in ${region}`);
  return found;
}

/** The codes of the reasons that decide, each once. */
export function reasonCodes({ reasons }: Verdict, effect: 'FAIL' | 'UNKNOWN' | 'warning' = 'UNKNOWN'): string[] {
  return [...new Set(reasons.filter((reason) => reason.effect === effect).map(({ code }) => code))];
}

export const judge = (evidence: Evidence): Verdict => evaluate(evidence);
