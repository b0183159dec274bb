import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { afterEach } from 'vitest';
import { createClients, type CreateClientsOptions } from '../../src/clients/create-clients.ts';
import type { Clients } from '../../src/clients/types.ts';
import {
  collectFleetEvidence,
  type CollectFleetEvidenceOptions,
  type FleetProgress,
  type FleetSummary,
  type OrganizationsClientLike,
} from '../../src/fleet/index.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { mergeEvidence } from '../../src/model/merge-evidence.ts';
import {
  createFakeAws,
  fleetAccount,
  fleetScenario,
  type CreateFakeAwsOptions,
  type FakeAws,
  type FakeCredentialOptions,
  type FakeFault,
  type FakeFinding,
  type FakeScenario,
} from '../../src/testing/index.ts';

export const ROLE = 'access-analyzer-audit';
export const A = 'eu-west-1';
export const B = 'us-east-1';
/** The caller's, which is the management account. */
export const CALLER: string = fleetAccount(0);
export const M1: string = fleetAccount(1);
export const M2: string = fleetAccount(2);
export const M3: string = fleetAccount(3);

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Done after the test, the last first. */
export function afterwards(cleanUp: () => unknown): void {
  cleanUps.push(cleanUp);
}

/** What a run gave. */
export interface FleetRun {
  readonly parts: readonly Evidence[];
  readonly evidence: Evidence;
  readonly summary: FleetSummary;
  readonly events: readonly FleetProgress[];
}

/** A fake organization over HTTP, and this library's clients of its management account. */
export interface FleetBed {
  readonly fake: FakeAws;
  readonly url: string;
  readonly clients: Clients;
  readonly organizations: OrganizationsClientLike;
  /** Audits to the end. With the accounts of the organization unless `accounts` are given. */
  run(options?: Partial<CollectFleetEvidenceOptions>): Promise<FleetRun>;
  /** How often an operation was asked, of one account or of all. */
  asked(operation: string, account?: string): number;
}

/** How the fake and the clients differ from the plain ones. */
export interface FleetBedOptions extends Omit<CreateClientsOptions, 'endpoint'> {
  readonly principal?: FakeCredentialOptions;
  readonly faults?: readonly FakeFault[];
  readonly fake?: CreateFakeAwsOptions;
}

/** Starts a fleet; without a scenario the clean one of four accounts in A and B. */
export async function startFleet(
  scenario: FakeScenario = fleetScenario(),
  { credentials, fake: fakeOptions, faults = [], principal, ...options }: FleetBedOptions = {},
): Promise<FleetBed> {
  const fake = createFakeAws(scenario, fakeOptions);
  const server = await fake.listen();
  afterwards(() => server.close());
  const clients = createClients({
    endpoint: server.url,
    credentials: credentials ?? fake.credentialsFor(CALLER, principal),
    maxAttempts: 1,
    ...options,
  });
  afterwards(() => {
    clients.destroy();
  });
  for (const fault of faults) fake.inject(fault);
  const organizations = new OrganizationsClient(clients.clientConfig('us-east-1'));
  return {
    fake,
    url: server.url,
    clients,
    organizations,
    run: async (given = {}) => {
      const events: FleetProgress[] = [];
      const parts: Evidence[] = [];
      const steps = collectFleetEvidence({
        clients,
        ...(given.accounts === undefined && given.organization === undefined ? { organization: organizations } : {}),
        ...(given.roleArn === undefined && given.clientsFor === undefined ? { roleName: ROLE } : {}),
        onProgress: (event) => void events.push(event),
        ...given,
      });
      for (;;) {
        const step = await steps.next();
        if (step.done === true) return { parts, evidence: mergeEvidence(...parts), summary: step.value, events };
        parts.push(step.value);
      }
    },
    asked: (operation, account) =>
      fake.requests.filter(
        (request) => request.operation === operation && (account === undefined || request.account === account),
      ).length,
  };
}

/** A finding that opens a bucket to everybody. */
export function publicBucket(name: string, members: FakeFinding = {}): FakeFinding {
  return {
    resource: `arn:aws:s3:::${name}`,
    principal: { AWS: '*' },
    action: ['s3:GetObject'],
    isPublic: true,
    ...members,
  };
}

/** Evidence without what two runs cannot have in common: the audit's id, times of reading, ids of requests. */
export function timeless({ regions, scopes }: Evidence): unknown {
  return JSON.parse(
    JSON.stringify({ scopes, regions }, (key, value: unknown) =>
      key === 'collectedAt' || key === 'requestId' ? undefined : value,
    ),
  );
}
