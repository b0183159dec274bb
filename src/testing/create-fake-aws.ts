import { setTimeout as sleep } from 'node:timers/promises';
import type { CreateFakeAwsOptions, FakeAws, FakeHttpRequest, FakeRequest, FakeScenario } from './types.ts';
import { dispatch, type Dispatched } from './dispatch.ts';
import { FaultQueue } from './faults/fault-queue.ts';
import { listen } from './http/listen.ts';
import { createRequestHandler, type Delay } from './http/request-handler.ts';
import { accountHandle } from './state/account-handle.ts';
import type { AccountState } from './state/account-state.ts';
import { lookFirst } from './state/scan.ts';
import { allAnalyzers, createWorld } from './state/world.ts';

/**
 * Makes a fake of the AWS services that this library talks to: Access Analyzer, Account, STS, Organizations and the part
 * of S3 that blocks public access. Stateful, in this process; nothing is sent anywhere.
 *
 * @throws `InvalidInputError` for an account id that is not twelve digits
 *
 * @example
 * ```ts
 * const fake = createFakeAws({
 *   accounts: [{ id: '111122223333', regions: { 'us-east-1': { analyzers: [{ name: 'a', type: 'ACCOUNT' }] } } }],
 * });
 * const client = new AccessAnalyzerClient({
 *   region: 'us-east-1',
 *   credentials: fake.credentialsFor('111122223333'),
 *   requestHandler: fake.requestHandler,
 * });
 * ```
 */
export function createFakeAws(scenario: FakeScenario = { accounts: [] }, options: CreateFakeAwsOptions = {}): FakeAws {
  const { delay = wait, onAnswer } = options;
  const world = createWorld(scenario, options);
  for (const analyzer of allAnalyzers(world)) lookFirst(world, analyzer);
  const faults = new FaultQueue();
  const requests: FakeRequest[] = [];
  const take = (request: FakeHttpRequest): Dispatched => dispatch({ world, faults, requests, onAnswer }, request);
  const account = (id: string): AccountState => {
    const state = world.accounts.get(id);
    if (state === undefined) throw new Error(`The scenario has no account ${id}`);
    return state;
  };
  return {
    requestHandler: createRequestHandler(take, delay),
    listen: ({ port = 0 } = {}) => listen(take, delay, port),
    requests,
    clearRequests: () => void requests.splice(0),
    credentialsFor: (id, credentialOptions = {}) => world.principals.addUser(account(id), credentialOptions),
    inject: (fault) => faults.inject(fault),
    account: (id) => accountHandle(world, account(id)),
  };
}

const wait: Delay = (ms, signal) => sleep(ms, undefined, { signal });
