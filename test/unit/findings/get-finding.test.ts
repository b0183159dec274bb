import { AccessAnalyzerClient, GetFindingCommand, GetFindingV2Command } from '@aws-sdk/client-accessanalyzer';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { getFinding } from '../../../src/findings/get-finding.ts';
import { toAnalyzer } from '../../../src/model/to-analyzer.ts';

const client = new AccessAnalyzerClient({ region: 'eu-central-1' });
const mock = mockClient(client);
const analyzerOf = (type: string): ReturnType<typeof toAnalyzer> =>
  toAnalyzer({ arn: 'arn:aws:access-analyzer:eu-central-1:111122223333:analyzer/a', name: 'a', type });
const external = analyzerOf('ACCOUNT');
const unused = analyzerOf('ACCOUNT_UNUSED_ACCESS');
const gone = Object.assign(new Error('gone'), {
  name: 'ResourceNotFoundException',
  $fault: 'client',
  $metadata: { httpStatusCode: 404 },
});

beforeEach(() => {
  mock.reset();
});

describe('getFinding', () => {
  it('reads an external finding with GetFinding', async () => {
    mock.on(GetFindingCommand).resolves({ finding: { id: 'f', status: 'ACTIVE', isPublic: true } as never });
    expect(await getFinding(client, external, 'f')).toMatchObject({
      id: 'f',
      findingType: 'ExternalAccess',
      isPublic: true,
    });
    expect(mock.commandCalls(GetFindingCommand)[0]!.args[0].input).toStrictEqual({
      analyzerArn: external.arn,
      id: 'f',
    });
  });

  it('reads any other with all pages of GetFindingV2', async () => {
    mock
      .on(GetFindingV2Command)
      .resolvesOnce({
        id: 'f',
        status: 'ACTIVE',
        findingType: 'UnusedPermission',
        findingDetails: [{ unusedPermissionDetails: { serviceNamespace: 's3' } }],
        nextToken: '1',
      } as never)
      .resolvesOnce({ id: 'f', findingDetails: [{ unusedPermissionDetails: { serviceNamespace: 'sqs' } }] });
    expect(await getFinding(client, unused, 'f')).toMatchObject({
      id: 'f',
      status: 'ACTIVE',
      findingType: 'UnusedPermission',
      findingDetails: [
        { unusedPermissionDetails: { serviceNamespace: 's3' } },
        { unusedPermissionDetails: { serviceNamespace: 'sqs' } },
      ],
    });
    expect(mock.commandCalls(GetFindingV2Command).map(({ args: [command] }) => command.input)).toStrictEqual([
      { analyzerArn: unused.arn, id: 'f' },
      { analyzerArn: unused.arn, id: 'f', nextToken: '1' },
    ]);
  });

  it('reads an error finding, which has no details', async () => {
    mock
      .on(GetFindingV2Command)
      .resolves({ id: 'f', status: 'ACTIVE', findingType: 'UnusedIAMRole', error: 'INTERNAL_ERROR' } as never);
    expect(await getFinding(client, unused, 'f')).toMatchObject({ id: 'f', error: 'INTERNAL_ERROR' });
  });

  it.each([
    ['GetFinding', external],
    ['GetFindingV2', unused],
  ])('says when there is none (%s)', async (operation, analyzer) => {
    mock.on(GetFindingCommand).rejects(gone).on(GetFindingV2Command).rejects(gone);
    await expect(getFinding(client, analyzer, 'f')).rejects.toMatchObject({
      problem: { code: 'not-found', operation },
      cause: gone,
    });
  });

  it.each([
    ['GetFinding', external],
    ['GetFindingV2', unused],
  ])('takes an empty answer for malformed (%s)', async (_operation, analyzer) => {
    mock.on(GetFindingCommand).resolves({}).on(GetFindingV2Command).resolves({});
    await expect(getFinding(client, analyzer, 'f')).rejects.toMatchObject({ problem: { code: 'malformed-response' } });
  });

  it.each<[string, unknown]>([
    ['another finding', { id: 'other', status: 'ARCHIVED', findingDetails: [] }],
    ['a finding without an id', { status: 'ARCHIVED', findingDetails: [] }],
    ['a text', 'f'],
  ])('takes %s for malformed: nobody may act on it as on the one asked for', async (_name, answer) => {
    mock.on(GetFindingCommand).resolves({ finding: answer as never });
    mock.on(GetFindingV2Command).resolves(answer as never);
    for (const [analyzer, operation] of [
      [external, 'GetFinding'],
      [unused, 'GetFindingV2'],
    ] as const) {
      await expect(getFinding(client, analyzer, 'f')).rejects.toMatchObject({
        problem: { code: 'malformed-response', operation, region: 'eu-central-1' },
      });
    }
  });

  it('refuses an empty id, and obeys an abort', async () => {
    for (const [id, found] of [
      ['', '""'],
      [7, '7'],
    ] as const) {
      await expect(getFinding(client, external, id as string)).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        issues: [{ path: '', found, expected: "a finding's id" }],
        message: expect.stringMatching(/\bid\b/) as unknown,
      });
    }
    await expect(getFinding(client, {} as never, 'f')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(getFinding(client, external, 'f', { signal: AbortSignal.abort('early') })).rejects.toBe('early');
    expect(mock.calls()).toHaveLength(0);
  });
});
