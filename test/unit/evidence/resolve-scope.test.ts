import { describe, expect, test } from 'vitest';
import type { CallerIdentity, Clients } from '../../../src/clients/types.ts';
import { AwsCallError } from '../../../src/errors/aws-call-error.ts';
import type { Problem, ProblemCode } from '../../../src/errors/problem.ts';
import { watchCredentials } from '../../../src/evidence/audit-context.ts';
import { collectSettings, type CollectEvidenceOptions } from '../../../src/evidence/collect-evidence-options.ts';
import { createHeadStart } from '../../../src/evidence/head-start.ts';
import { resolveScope, type ResolvedScope } from '../../../src/evidence/resolve-scope.ts';
import type { RegionList } from '../../../src/regions/list-regions.ts';

const ACCOUNT = '111122223333';
const OTHER = '444455556666';
const identity: CallerIdentity = { account: ACCOUNT, partition: 'aws', source: 'sts' };

const problemOf = (code: ProblemCode, operation: string, more: Partial<Problem> = {}): Problem => ({
  code,
  operation,
  message: `${operation}: ${code}`,
  retryable: false,
  ...more,
});
const noCredentials = problemOf('credentials', 'credentials', { region: 'us-east-1' });
const stsRefuses = problemOf('credentials', 'sts:GetCallerIdentity');
const stsFails = problemOf('service', 'sts:GetCallerIdentity');
const listRefused = problemOf('credentials', 'account:ListRegions', { region: 'us-east-1' });
const listDenied = problemOf('access-denied', 'account:ListRegions', { region: 'us-east-1' });

const answered: RegionList = { regions: ['eu-west-1', 'us-east-1'], disabled: ['af-south-1'], source: 'account' };
const fallback = (problem: Problem): RegionList => ({
  regions: ['us-east-1'],
  disabled: [],
  source: 'static',
  problem,
});

interface World {
  /** Who calls, or why nobody knows. */
  readonly identity: CallerIdentity | Problem;
  readonly list?: RegionList;
  readonly home?: string;
}

async function resolve(
  { home = 'us-east-1', identity: who, list = answered }: World,
  options: CollectEvidenceOptions = {},
): Promise<ResolvedScope & { readonly asked: string[] }> {
  const asked: string[] = [];
  const clients = {
    identity: async (given?: { readonly signal?: AbortSignal | undefined }) => {
      expect(given?.signal).toBe(options.signal);
      asked.push('identity');
      if ('code' in who) throw new AwsCallError(who);
      return who;
    },
    homeRegion: async () => home,
  } as unknown as Clients;
  const listRegions = async (
    _: unknown,
    given?: { readonly signal?: AbortSignal | undefined },
  ): Promise<RegionList> => {
    expect(given?.signal).toBe(options.signal);
    asked.push('regions');
    return list;
  };
  const headStart = { begin: (account: string) => void asked.push(`head start of ${account}`) };
  const settings = { ...collectSettings(options), listRegions };
  const resolved = await resolveScope(clients, settings, watchCredentials(), headStart);
  return { ...resolved, asked };
}

describe('the scope', () => {
  test('is what ListRegions says', async () => {
    expect(await resolve({ identity })).toStrictEqual({
      scope: {
        partition: 'aws',
        account: ACCOUNT,
        source: 'account',
        regions: ['eu-west-1', 'us-east-1'],
        disabled: ['af-south-1'],
      },
      knownAccount: ACCOUNT,
      outcome: 'read',
      asked: ['identity', 'regions', `head start of ${ACCOUNT}`],
    });
  });

  test('is of the partition of the credentials, wherever home is', async () => {
    const { scope } = await resolve({ identity: { ...identity, partition: 'aws-cn' }, home: 'us-east-1' });
    expect(scope.partition).toBe('aws-cn');
  });

  test('says why the Regions are those known to this release, and of which account', async () => {
    const { outcome, scope } = await resolve({ identity, list: fallback(listDenied) });
    expect(outcome).toBe('read');
    expect(scope).toStrictEqual({
      partition: 'aws',
      account: ACCOUNT,
      source: 'static',
      regions: ['us-east-1'],
      disabled: [],
      problem: { ...listDenied, account: ACCOUNT },
    });
    const named = await resolve({ identity, list: fallback({ ...listDenied, account: OTHER }) });
    expect(named.scope.problem?.account).toBe(OTHER);
  });

  test('of a selection is what was selected: sorted, each once, without what is disabled; and which others there are', async () => {
    const regions = ['us-east-1', 'af-south-1', 'ap-east-1', 'us-east-1'];
    expect((await resolve({ identity }, { regions })).scope).toStrictEqual({
      partition: 'aws',
      account: ACCOUNT,
      source: 'selected',
      regions: ['ap-east-1', 'us-east-1'],
      disabled: ['af-south-1'],
      enabled: ['eu-west-1', 'us-east-1'],
    });
    // Nobody knows which others there are; what was selected is no less certain for it.
    expect((await resolve({ identity, list: fallback(listDenied) }, { regions })).scope).toStrictEqual({
      partition: 'aws',
      account: ACCOUNT,
      source: 'selected',
      regions: ['af-south-1', 'ap-east-1', 'us-east-1'],
      disabled: [],
    });
  });
});

describe('an account that is not the expected one', () => {
  test.each<[string, CollectEvidenceOptions, object]>([
    ['with all its Regions', {}, { partition: 'aws', source: 'static', regions: [] }],
    [
      'with some, whose partition counts and not that of home',
      { regions: ['us-gov-west-1', 'us-gov-east-1', 'us-gov-west-1'] },
      { partition: 'aws-us-gov', source: 'selected', regions: ['us-gov-east-1', 'us-gov-west-1'] },
    ],
  ])('%s is refused before anything else is asked', async (_name, options, expected) => {
    const resolved = await resolve({ identity }, { ...options, expectedAccount: OTHER });
    expect(resolved).toMatchObject({ knownAccount: undefined, outcome: 'refused', asked: ['identity'] });
    expect(resolved.scope).toMatchObject({ account: OTHER, disabled: [], ...expected });
    expect(resolved.scope.problem).toMatchObject({
      code: 'account-mismatch',
      operation: 'sts:GetCallerIdentity',
      message: expect.stringContaining(
        `the credentials belong to account ${ACCOUNT}, and account ${OTHER} was to be read: nothing was`,
      ) as unknown,
    });
  });

  test('is read where it is the expected one', async () => {
    expect(await resolve({ identity }, { expectedAccount: ACCOUNT })).toMatchObject({ outcome: 'read' });
  });
});

describe('an account that cannot be told', () => {
  test('for want of credentials is not asked about any further', async () => {
    const { region: _, ...problem } = noCredentials;
    expect(await resolve({ identity: noCredentials, home: 'cn-north-1' })).toStrictEqual({
      scope: { partition: 'aws-cn', account: 'unknown', source: 'static', regions: [], disabled: [], problem },
      knownAccount: undefined,
      outcome: 'failed',
      asked: ['identity'],
    });
    const expecting = await resolve({ identity: noCredentials }, { expectedAccount: OTHER, regions: ['eu-west-1'] });
    expect(expecting.scope).toMatchObject({ account: OTHER, source: 'selected', regions: ['eu-west-1'] });
  });

  test('since AWS refuses the credentials everywhere is not read', async () => {
    expect(await resolve({ identity: stsRefuses, list: fallback(listRefused) })).toStrictEqual({
      scope: { partition: 'aws', account: 'unknown', source: 'static', regions: [], disabled: [], problem: stsRefuses },
      knownAccount: undefined,
      outcome: 'failed',
      asked: ['identity', 'regions'],
    });
  });

  test.each<[string, Problem, RegionList, Problem]>([
    ['STS alone refuses the credentials', stsRefuses, answered, { ...stsRefuses, code: 'unknown-account' }],
    ['STS alone fails', stsFails, answered, { ...stsFails, code: 'unknown-account' }],
    ['STS fails, and the account service refuses', stsFails, fallback(listRefused), listRefused],
    ['STS refuses, and the account service denies', stsRefuses, fallback(listDenied), listDenied],
  ])('since %s is read as unknown', async (_name, who, list, problem) => {
    const resolved = await resolve({ identity: who, list, home: 'us-gov-west-1' });
    expect(resolved).toMatchObject({ knownAccount: undefined, outcome: 'read', asked: ['identity', 'regions'] });
    expect(resolved.scope).toStrictEqual({
      partition: 'aws-us-gov',
      account: 'unknown',
      source: list.source,
      regions: list.regions,
      disabled: list.disabled,
      problem,
    });
  });

  test('says so of a selection too, whatever ListRegions says', async () => {
    const { scope } = await resolve({ identity: stsFails, list: fallback(listDenied) }, { regions: ['eu-west-1'] });
    expect(scope).toMatchObject({ source: 'selected', problem: { code: 'unknown-account' } });
  });
});

test('credentials that end between the two questions leave nothing to be read, and say so of a selection too', async () => {
  const { region: _, ...problem } = noCredentials;
  for (const options of [{}, { regions: ['us-east-1'] }]) {
    const resolved = await resolve({ identity, list: fallback(noCredentials) }, options);
    expect(resolved).toMatchObject({ knownAccount: ACCOUNT, outcome: 'failed' });
    expect(resolved.scope.problem).toStrictEqual({ ...problem, account: ACCOUNT });
  }
});

test('who may stop an audit may stop each of its questions', async () => {
  const { signal } = new AbortController();
  expect(await resolve({ identity }, { signal })).toMatchObject({ outcome: 'read', knownAccount: ACCOUNT });
  expect((await resolve({ identity: stsFails }, { signal })).outcome).toBe('read');
});

test.each<[string, RegionList, string[]]>([
  ['that ListRegions named', answered, ['eu-west-1', 'us-east-1']],
  ['but none that are only known', fallback(listDenied), []],
])('the Regions %s are where the next audit begins early', async (_name, list, expected) => {
  const begun: string[] = [];
  const clients = {
    identity: async () => identity,
    homeRegion: async () => 'us-east-1',
    accessAnalyzer: (region: string) => {
      begun.push(region);
      throw new Error('no client');
    },
  } as unknown as Clients;
  const credentials = watchCredentials();
  const settings = { ...collectSettings({}), listRegions: async () => list };
  await resolveScope(clients, settings, credentials, createHeadStart(clients, settings, credentials));
  expect(begun).toEqual([]);
  createHeadStart(clients, settings, credentials).begin(ACCOUNT);
  expect(begun).toEqual(expected);
});

test('what is thrown that is no answer of AWS is a problem of the identity, and an abort is an abort', async () => {
  const clients = {
    identity: async () => Promise.reject(new TypeError('a bug')),
    homeRegion: async () => 'us-east-1',
  } as unknown as Clients;
  const headStart = { begin: () => undefined };
  const settings = (options: CollectEvidenceOptions) => ({
    ...collectSettings(options),
    listRegions: async () => answered,
  });
  const { scope } = await resolveScope(clients, settings({}), watchCredentials(), headStart);
  expect(scope.problem).toMatchObject({ code: 'unknown-account', operation: 'sts:GetCallerIdentity' });
  const signal = AbortSignal.abort('enough');
  await expect(resolveScope(clients, settings({ signal }), watchCredentials(), headStart)).rejects.toBe('enough');
});
