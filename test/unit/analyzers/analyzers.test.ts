import { AccessAnalyzerClient, GetAnalyzerCommand, ListAnalyzersCommand } from '@aws-sdk/client-accessanalyzer';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { getAnalyzer } from '../../../src/analyzers/get-analyzer.ts';
import { iterateAnalyzerPages } from '../../../src/analyzers/iterate-analyzer-pages.ts';
import { listAnalyzers } from '../../../src/analyzers/list-analyzers.ts';
import { resolveAnalyzer } from '../../../src/analyzers/resolve-analyzer.ts';
import type { AnalyzerRef } from '../../../src/model/analyzer.ts';
import { toAnalyzer } from '../../../src/model/to-analyzer.ts';

const mock = mockClient(AccessAnalyzerClient);
const client = new AccessAnalyzerClient({ region: 'eu-central-1' });
const arnOf = (name: string, region = 'eu-central-1', account = '111122223333'): string =>
  `arn:aws:access-analyzer:${region}:${account}:analyzer/${name}`;
const summary = (name: string, more: object = {}): never =>
  ({ arn: arnOf(name), name, type: 'ACCOUNT', status: 'ACTIVE', createdAt: new Date(0), ...more }) as never;

beforeEach(() => {
  mock.reset();
});

describe('listAnalyzers', () => {
  it('follows every page and adds what ARN and type imply', async () => {
    mock
      .on(ListAnalyzersCommand)
      .resolvesOnce({ analyzers: [], nextToken: 'a' })
      .resolvesOnce({
        analyzers: [summary('one'), summary('_AccessAnalyzerForSecurityHub-1', { type: 'ACCOUNT_UNUSED_ACCESS' })],
        nextToken: 'b',
      })
      .resolvesOnce({ analyzers: [summary('one'), summary('org', { type: 'ORGANIZATION', status: 'SOMETHING_NEW' })] });
    const analyzers = await listAnalyzers(client);
    expect(analyzers).toMatchObject([
      { name: 'one', region: 'eu-central-1', account: '111122223333', access: 'external', serviceLinked: false },
      { name: '_AccessAnalyzerForSecurityHub-1', access: 'unused', serviceLinked: true },
      { name: 'org', zoneOfTrust: 'organization', status: 'SOMETHING_NEW' },
    ]);
  });

  it('lets the service filter by type', async () => {
    mock.on(ListAnalyzersCommand).resolves({ analyzers: [] });
    await listAnalyzers(client, { type: 'ORGANIZATION' });
    expect(mock.commandCalls(ListAnalyzersCommand)[0]!.args[0].input).toStrictEqual({ type: 'ORGANIZATION' });
  });

  it('takes a Region without analyzers for what it is, and an answer without a list for malformed', async () => {
    mock.on(ListAnalyzersCommand).resolves({ analyzers: [] });
    expect(await listAnalyzers(client)).toStrictEqual([]);
    mock.on(ListAnalyzersCommand).resolves({});
    await expect(listAnalyzers(client)).rejects.toMatchObject({
      problem: { code: 'malformed-response', operation: 'ListAnalyzers', region: 'eu-central-1' },
    });
  });

  it('rejects with the reason of an abort, without a call', async () => {
    await expect(listAnalyzers(client, { signal: AbortSignal.abort('early') })).rejects.toBe('early');
    expect(mock.calls()).toHaveLength(0);
  });
});

describe('iterateAnalyzerPages', () => {
  it('yields the good analyzers of a page before it throws for the bad one', async () => {
    mock.on(ListAnalyzersCommand).resolves({ analyzers: [{ name: 'no ARN' } as never, summary('good')] });
    const pages = iterateAnalyzerPages(client);
    expect((await pages.next()).value).toMatchObject([{ name: 'good' }]);
    await expect(pages.next()).rejects.toMatchObject({ problem: { code: 'malformed-response' } });
  });
});

describe('getAnalyzer', () => {
  it.each([['external'], [arnOf('external')]])('reads %s by its name', async (ref) => {
    mock.on(GetAnalyzerCommand).resolves({ analyzer: summary('external', { configuration: undefined }) });
    expect(await getAnalyzer(client, ref)).toMatchObject({ name: 'external', access: 'external' });
    expect(mock.commandCalls(GetAnalyzerCommand)[0]!.args[0].input).toStrictEqual({ analyzerName: 'external' });
  });

  it('does not take a namesake of another account for the analyzer of an ARN', async () => {
    mock.on(GetAnalyzerCommand).resolves({ analyzer: summary('external') });
    await expect(getAnalyzer(client, arnOf('external', 'eu-central-1', '999988887777'))).rejects.toMatchObject({
      problem: { code: 'not-found', message: expect.stringContaining('999988887777') as string },
    });
  });

  it.each([[undefined], [{}], [{ name: 'x' }]])('takes the analyzer %j for malformed', async (analyzer) => {
    mock.on(GetAnalyzerCommand).resolves({ analyzer } as never);
    await expect(getAnalyzer(client, 'external')).rejects.toMatchObject({ problem: { code: 'malformed-response' } });
  });
});

describe('resolveAnalyzer', () => {
  it('takes an Analyzer as it is, without a call', async () => {
    const analyzer = toAnalyzer(summary('external'));
    expect(await resolveAnalyzer(client, analyzer)).toBe(analyzer);
    expect(mock.calls()).toHaveLength(0);
  });

  it.each<[string, AnalyzerRef]>([
    ['an ARN', arnOf('external', 'us-east-1')],
    ['an Analyzer', toAnalyzer(summary('external', { arn: arnOf('external', 'us-east-1') }))],
  ])('refuses %s of another Region before any call', async (_name, ref) => {
    await expect(resolveAnalyzer(client, ref)).rejects.toMatchObject({
      code: 'REGION_MISMATCH',
      message: expect.stringMatching(/us-east-1.*eu-central-1/) as string,
    });
    expect(mock.calls()).toHaveLength(0);
  });

  it.each<[string, unknown]>([
    ['a role’s ARN', 'arn:aws:iam::111122223333:role/x'],
    ['an archive rule’s ARN', `${arnOf('external')}/archive-rule/r`],
    ['an empty name', ''],
    ['a name that AWS has not', '1st'],
    ['a name that is too long', 'x'.repeat(256)],
    ['a number', 5],
    ['null', null],
    ['undefined', undefined],
    ['an object without ARN', {}],
  ])('refuses %s', async (_name, ref) => {
    await expect(resolveAnalyzer(client, ref as AnalyzerRef)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(mock.calls()).toHaveLength(0);
  });

  it('works with any client that sends and has a Region', async () => {
    const own = { config: { region: 'eu-central-1' }, send: async () => ({ analyzer: summary('external') }) };
    expect(await resolveAnalyzer(own, 'external')).toMatchObject({ arn: arnOf('external') });
  });
});
