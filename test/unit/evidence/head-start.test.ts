import { describe, expect, test } from 'vitest';
import type { Clients } from '../../../src/clients/types.ts';
import { AwsCallError } from '../../../src/errors/aws-call-error.ts';
import type { Problem } from '../../../src/errors/problem.ts';
import { watchCredentials } from '../../../src/evidence/audit-context.ts';
import { createHeadStart, rememberRegions } from '../../../src/evidence/head-start.ts';
import { listRegion } from '../../../src/evidence/list-region.ts';

const ACCOUNT = '111122223333';
const noCredentials: Problem = { code: 'credentials', operation: 'credentials', message: 'none', retryable: false };

/** Clients that note the Regions of which one is asked for, and what makes each. */
function clientsOf(make: (region: string) => unknown): { clients: Clients; asked: string[] } {
  const asked: string[] = [];
  const accessAnalyzer = (region: string): unknown => {
    asked.push(region);
    return make(region);
  };
  return { asked, clients: { accessAnalyzer } as unknown as Clients };
}

/** A client that never answers. */
const silent = (region: string): unknown => ({
  config: { region: async () => region },
  send: async () => new Promise(() => undefined),
});

describe('a head start', () => {
  test.each<[string, 'enabled' | string[], string, string[]]>([
    ['all Regions of the last time', 'enabled', ACCOUNT, ['a-1', 'b-1']],
    ['those of a selection that were read the last time', ['b-1', 'c-1'], ACCOUNT, ['b-1']],
    ['no Region for another account', 'enabled', '444455556666', []],
  ])('lists %s', (_name, regions, account, expected) => {
    const { asked, clients } = clientsOf(silent);
    rememberRegions(clients, ACCOUNT, ['a-1', 'b-1']);
    const headStart = createHeadStart(clients, { regions, signal: undefined }, watchCredentials());
    expect(asked).toEqual([]);
    headStart.begin(account);
    expect(asked).toEqual(expected);
    headStart.stop();
  });

  test('is none for clients that have read nothing yet', () => {
    const { asked, clients } = clientsOf(silent);
    rememberRegions(clientsOf(silent).clients, ACCOUNT, ['a-1']);
    createHeadStart(clients, { regions: 'enabled', signal: undefined }, watchCredentials()).begin(ACCOUNT);
    expect(asked).toEqual([]);
  });

  test('is taken once, and ends when nobody needs it or the caller aborts', async () => {
    const { clients } = clientsOf(silent);
    rememberRegions(clients, ACCOUNT, ['a-1', 'b-1']);
    const headStart = createHeadStart(clients, { regions: 'enabled', signal: undefined }, watchCredentials());
    headStart.begin(ACCOUNT);
    const listing = headStart.take('a-1');
    expect(headStart.take('a-1')).toBeUndefined();
    expect(headStart.take('c-1')).toBeUndefined();
    headStart.stop();
    await expect(listing).rejects.toMatchObject({ name: 'AbortError', message: 'Nobody needs these analyzers.' });
    const controller = new AbortController();
    const stopped = createHeadStart(clients, { regions: 'enabled', signal: controller.signal }, watchCredentials());
    stopped.begin(ACCOUNT);
    const aborted = stopped.take('b-1');
    controller.abort('enough');
    await expect(aborted).rejects.toBe('enough');
  });
});

describe('the analyzers of a Region', () => {
  const context = { credentials: watchCredentials(), knownAccount: ACCOUNT, signal: undefined };

  test('are not asked for where credentials cannot be had any more', async () => {
    const credentials = watchCredentials();
    credentials.note(noCredentials);
    const { asked, clients } = clientsOf(silent);
    expect(await listRegion(clients, 'a-1', { ...context, credentials })).toStrictEqual({
      client: undefined,
      analyzers: [],
      problem: noCredentials,
    });
    expect(asked).toEqual([]);
  });

  test('of which no client can be made are a problem of that Region', async () => {
    const { clients } = clientsOf(() => {
      throw new TypeError('not a Region');
    });
    expect(await listRegion(clients, 'a-1', context)).toMatchObject({
      client: undefined,
      analyzers: [],
      problem: { code: 'unexpected', operation: 'ListAnalyzers', region: 'a-1', account: ACCOUNT },
    });
  });

  test('that are refused are a problem of that account, and what fails everywhere is noted', async () => {
    const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException', $fault: 'client', $metadata: {} });
    const failing = (error: Error) =>
      clientsOf((region) => ({ config: { region: async () => region }, send: async () => Promise.reject(error) }));
    expect(await listRegion(failing(denied).clients, 'a-1', context)).toMatchObject({
      problem: { code: 'access-denied', operation: 'ListAnalyzers', region: 'a-1', account: ACCOUNT },
    });
    const credentials = watchCredentials();
    await listRegion(failing(new AwsCallError(noCredentials)).clients, 'a-1', { ...context, credentials });
    expect(credentials.failure).toMatchObject({ code: 'credentials', operation: 'credentials' });
  });
});
