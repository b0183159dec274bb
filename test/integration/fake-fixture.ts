import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import { AccountClient } from '@aws-sdk/client-account';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { afterEach, describe, expect } from 'vitest';
import {
  createFakeAws,
  type CreateFakeAwsOptions,
  type FakeAws,
  type FakeCredentialOptions,
  type FakeCredentials,
  type FakeFinding,
  type FakeScenario,
} from '../../src/testing/index.ts';

export const ACCOUNT = '111122223333';
export const OTHER = '444455556666';
export const REGION = 'us-east-1';
export const ANALYZER_ARN = 'arn:aws:access-analyzer:us-east-1:111122223333:analyzer/external';
export const START: Date = new Date('2026-11-20T10:00:00.000Z');

/** A clock that a test moves. */
export interface TestClock {
  now(): Date;
  advance(ms: number): void;
}

/** What every client of a test is made with. */
export interface ClientConfig {
  readonly region: string;
  readonly credentials: FakeCredentials;
  readonly maxAttempts: number;
  readonly requestHandler?: FakeAws['requestHandler'];
  readonly endpoint?: string;
}

/** A fake, and real SDK clients that reach it. */
export interface TestBed {
  readonly fake: FakeAws;
  readonly clock: TestClock;
  config(
    region?: string,
    options?: FakeCredentialOptions & { account?: string; credentials?: FakeCredentials },
  ): ClientConfig;
  accessAnalyzer(region?: string, options?: Parameters<TestBed['config']>[1]): AccessAnalyzerClient;
  account(options?: Parameters<TestBed['config']>[1]): AccountClient;
  sts(region?: string, options?: Parameters<TestBed['config']>[1]): STSClient;
  organizations(options?: Parameters<TestBed['config']>[1]): OrganizationsClient;
  s3(region?: string, options?: Parameters<TestBed['config']>[1]): S3Client;
}

/** Runs a suite twice: with the fake as the SDK's request handler, and as an HTTP server. */
export function describeBothWays(
  name: string,
  suite: (start: (scenario: FakeScenario, options?: CreateFakeAwsOptions) => Promise<TestBed>) => void,
): void {
  describe.each(['in process', 'over HTTP'] as const)(`${name}, %s`, (way) => {
    const cleanUp: (() => unknown)[] = [];
    afterEach(async () => {
      for (const stop of cleanUp.splice(0)) await stop();
    });
    suite(async (scenario, options) => {
      const clock = testClock();
      const fake = createFakeAws(scenario, { now: clock.now, ...options });
      const server = way === 'over HTTP' ? await fake.listen() : undefined;
      if (server !== undefined) cleanUp.push(() => server.close());
      const config: TestBed['config'] = (region = REGION, { account = ACCOUNT, credentials, ...rest } = {}) => ({
        region,
        credentials: credentials ?? fake.credentialsFor(account, rest),
        maxAttempts: 1,
        ...(server === undefined ? { requestHandler: fake.requestHandler } : { endpoint: server.url }),
      });
      const kept = <Client extends { destroy(): void }>(client: Client): Client => {
        cleanUp.unshift(() => {
          client.destroy();
        });
        return client;
      };
      return {
        fake,
        clock,
        config,
        accessAnalyzer: (region, rest) => kept(new AccessAnalyzerClient(config(region, rest))),
        account: (rest) => kept(new AccountClient(config(REGION, rest))),
        sts: (region, rest) => kept(new STSClient(config(region, rest))),
        organizations: (rest) => kept(new OrganizationsClient(config(REGION, rest))),
        s3: (region, rest) => kept(new S3Client(config(region, rest))),
      };
    });
  });
}

function testClock(): TestClock {
  let time = START.getTime();
  return {
    now: () => new Date(time),
    advance(ms) {
      time += ms;
    },
  };
}

/** An account with one Region and one external analyzer, named `external`. */
export function oneAnalyzer(
  findings: NonNullable<FakeScenario['accounts'][0]['regions'][string]['analyzers']>[0]['findings'],
  more: Partial<Omit<FakeScenario, 'accounts'>> & { readonly account?: Partial<FakeScenario['accounts'][0]> } = {},
): FakeScenario {
  const { account, ...rest } = more;
  const regions = { [REGION]: { analyzers: [{ name: 'external', type: 'ACCOUNT', findings }] } };
  return { accounts: [{ id: ACCOUNT, regions, ...account }], ...rest };
}

/** A finding with an id that tells its number. */
export function finding(number: number, members: FakeFinding = {}): FakeFinding {
  return {
    id: `f-${number}`,
    resource: `arn:aws:s3:::bucket-${number}`,
    principal: { AWS: OTHER },
    action: ['s3:GetObject'],
    isPublic: false,
    ...members,
  };
}

/** Expects a call to be refused, and returns what it was refused with. */
export async function refusal(
  call: Promise<unknown>,
): Promise<Record<string, unknown> & { $metadata: { httpStatusCode?: number } }> {
  const outcome = await call.then(
    () => 'answered',
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(Error);
  return outcome as never;
}
