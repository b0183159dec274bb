import {
  AccessAnalyzerClient,
  GetAnalyzerCommand,
  GetFindingV2Command,
  ListFindingsCommand,
  ListFindingsV2Command,
} from '@aws-sdk/client-accessanalyzer';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { iterateFindingPages } from '../../../src/findings/iterate-finding-pages.ts';
import {
  iterateActiveFindings,
  iterateFindings,
  type IterateFindingsOptions,
} from '../../../src/findings/iterate-findings.ts';
import { toAnalyzer } from '../../../src/model/to-analyzer.ts';
import { turns } from '../../helpers/turns.ts';

const client = new AccessAnalyzerClient({ region: 'eu-central-1' });
const mock = mockClient(client);
const analyzerOf = (type: string, account = '111122223333'): ReturnType<typeof toAnalyzer> =>
  toAnalyzer({ arn: `arn:aws:access-analyzer:eu-central-1:${account}:analyzer/a`, name: 'a', type, status: 'ACTIVE' });
const external = analyzerOf('ACCOUNT');
const unused = analyzerOf('ACCOUNT_UNUSED_ACCESS');
const finding = (id: string, more: object = {}): never =>
  ({ id, resourceType: 'AWS::S3::Bucket', status: 'ACTIVE', condition: {}, ...more }) as never;
const serviceError = (name: string, httpStatusCode: number): Error =>
  Object.assign(new Error(name), { name, $fault: 'client', $metadata: { httpStatusCode } });

beforeEach(() => {
  mock.reset();
});

async function ids(findings: AsyncIterable<{ id: string }>): Promise<string[]> {
  const list: string[] = [];
  for await (const { id } of findings) list.push(id);
  return list;
}

describe('iterateFindings', () => {
  it('follows every page of ListFindings, and yields a finding once', async () => {
    mock
      .on(ListFindingsCommand)
      .resolvesOnce({ findings: [], nextToken: '1' })
      .resolvesOnce({ nextToken: '2' })
      .resolvesOnce({ findings: [finding('a'), finding('b')], nextToken: '3' })
      .resolvesOnce({ findings: [finding('b'), finding('c')] });
    expect(await ids(iterateFindings(client, external, { pageSize: 2 }))).toStrictEqual(['a', 'b', 'c']);
    expect(mock.commandCalls(ListFindingsCommand).map(({ args }) => args[0].input)).toStrictEqual(
      [undefined, '1', '2', '3'].map((nextToken) => ({
        analyzerArn: external.arn,
        maxResults: 2,
        ...(nextToken === undefined ? {} : { nextToken }),
      })),
    );
  });

  it('yields a finding again that was reopened while it was listed, and no other repeat', async () => {
    mock
      .on(ListFindingsCommand)
      .resolvesOnce({ findings: [finding('a', { status: 'ARCHIVED' }), finding('b')], nextToken: '1' })
      .resolvesOnce({ findings: [finding('a'), finding('b', { status: 'RESOLVED' }), finding('a')] });
    const statuses: string[] = [];
    for await (const { id, status } of iterateFindings(client, external)) statuses.push(`${id} ${status}`);
    expect(statuses).toStrictEqual(['a ARCHIVED', 'b ACTIVE', 'a ACTIVE']);
  });

  it('keeps findings that lack what AWS calls required', async () => {
    mock.on(ListFindingsCommand).resolves({ findings: [{} as never, { id: 'x' } as never] });
    const findings: unknown[] = [];
    for await (const item of iterateFindings(client, external)) findings.push(item);
    expect(findings).toMatchObject([
      { id: expect.stringMatching(/^unidentified:/) as string, status: 'UNKNOWN', condition: {}, action: [] },
      { id: 'x', findingType: 'ExternalAccess' },
    ]);
  });

  it.each([
    ['ACCOUNT', ListFindingsCommand],
    ['ORGANIZATION', ListFindingsCommand],
    ['ACCOUNT_UNUSED_ACCESS', ListFindingsV2Command],
    ['ORGANIZATION_UNUSED_ACCESS', ListFindingsV2Command],
    ['ACCOUNT_INTERNAL_ACCESS', ListFindingsV2Command],
    ['ORGANIZATION_INTERNAL_ACCESS', ListFindingsV2Command],
    ['A_TYPE_OF_NEXT_YEAR', ListFindingsV2Command],
  ])('reads an analyzer of type %s with its call', async (type, command) => {
    mock.on(ListFindingsCommand).resolves({ findings: [] }).on(ListFindingsV2Command).resolves({ findings: [] });
    await ids(iterateFindings(client, analyzerOf(type)));
    expect(mock.calls().map(({ args }) => args[0].constructor)).toStrictEqual([command]);
  });

  it('resolves a bare name with one call', async () => {
    mock
      .on(GetAnalyzerCommand)
      .resolves({ analyzer: external as never })
      .on(ListFindingsCommand)
      .resolves({ findings: [] });
    await ids(iterateFindings(client, 'a'));
    expect(mock.commandCalls(GetAnalyzerCommand)).toHaveLength(1);
  });

  it.each<[IterateFindingsOptions, object | undefined]>([
    [{}, undefined],
    [{ filter: {} }, undefined],
    [{ status: 'ACTIVE' }, { status: { eq: ['ACTIVE'] } }],
    [{ status: ['ARCHIVED', 'RESOLVED'] }, { status: { eq: ['ARCHIVED', 'RESOLVED'] } }],
    [{ filter: { isPublic: { eq: true } } }, { isPublic: { eq: ['true'] } }],
    [
      { filter: { resourceType: { neq: 'AWS::KMS::Key' }, error: { exists: false } }, status: 'ACTIVE' },
      { resourceType: { neq: ['AWS::KMS::Key'] }, error: { exists: false }, status: { eq: ['ACTIVE'] } },
    ],
  ])('lets the service filter: %j', async (options, filter) => {
    mock.on(ListFindingsCommand).resolves({ findings: [] });
    await ids(iterateFindings(client, external, options));
    expect(mock.commandCalls(ListFindingsCommand)[0]!.args[0].input.filter).toStrictEqual(filter);
  });

  it('iterateActiveFindings asks for ACTIVE ones, with a filter too', async () => {
    mock.on(ListFindingsCommand).resolves({ findings: [] });
    await ids(iterateActiveFindings(client, external, { filter: { isPublic: { eq: true } } }));
    expect(mock.commandCalls(ListFindingsCommand)[0]!.args[0].input.filter).toStrictEqual({
      isPublic: { eq: ['true'] },
      status: { eq: ['ACTIVE'] },
    });
  });

  const STATUS = 'one or more of AWS\'s statuses, such as "ACTIVE"';
  const PAGE_SIZE = 'a whole number from 1 on';
  it.each<[string, unknown, string | undefined, string | undefined]>([
    [
      'filter.status',
      { status: 'ACTIVE', filter: { status: { eq: 'ARCHIVED' } } },
      'an object',
      'nothing beside the option status',
    ],
    ['status', { status: [] }, 'an array of 0', STATUS],
    ['status', { status: 'UNKNOWN' }, '"UNKNOWN"', STATUS],
    ['status', { status: ['ACTIVE', 'UNKNOWN'] }, 'an array of 2', STATUS],
    ['status', { status: 5 }, '5', STATUS],
    ['pageSize', { pageSize: 0 }, '0', PAGE_SIZE],
    ['pageSize', { pageSize: 1.5 }, '1.5', PAGE_SIZE],
    ['pageSize', { pageSize: Number.NaN }, 'NaN', PAGE_SIZE],
    ['partition', { partition: true }, 'true', '"auto" or false'],
    ['fitler', { fitler: { isPublic: { eq: true } } }, 'an object', 'no member of this name'],
    ['filter.isPublic.eq', { filter: { isPublic: { eq: 'maybe' } } }, undefined, undefined],
    ['', { filter: null }, 'null', undefined],
    ['', { status: 'ACTIVE', filter: null }, 'null', undefined],
    ['', { status: 'ACTIVE', filter: 7 }, '7', undefined],
    ['', null, 'null', 'an object of options'],
  ])('refuses a wrong %s at once: %j', (path, options, found, expected) => {
    const issue = { path, ...(found === undefined ? {} : { found }), ...(expected === undefined ? {} : { expected }) };
    expect(() => iterateFindings(client, external, options as IterateFindingsOptions)).toThrow(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        issues: [expect.objectContaining(issue)],
        message: expect.stringMatching(/\b(options|filter)\b/) as unknown,
      }) as Error,
    );
  });

  it('names a wrong analyzer, and both places of a status, at once', () => {
    expect(() => iterateFindings(client, {} as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }) as Error,
    );
    const both = { status: [], filter: { status: { eq: 'ACTIVE' } } };
    expect(() => iterateFindings(client, external, both)).toThrow(
      expect.objectContaining({
        issues: [{ path: 'status' }, { path: 'filter.status' }].map(
          (issue) => expect.objectContaining(issue) as unknown,
        ),
      }) as Error,
    );
  });

  it('refuses an analyzer of another Region before any call', async () => {
    const elsewhere = new AccessAnalyzerClient({ region: 'us-east-1' });
    await expect(iterateFindings(elsewhere, external).next()).rejects.toMatchObject({ code: 'REGION_MISMATCH' });
    expect(mock.calls()).toHaveLength(0);
  });

  it('throws what failed after what was read', async () => {
    mock
      .on(ListFindingsCommand)
      .resolvesOnce({ findings: [finding('a')], nextToken: '1' })
      .rejectsOnce(serviceError('AccessDeniedException', 403));
    const seen: string[] = [];
    const reading = async (): Promise<void> => {
      for await (const { id } of iterateFindings(client, external)) seen.push(id);
    };
    await expect(reading()).rejects.toMatchObject({
      problem: { code: 'access-denied', operation: 'ListFindings', region: 'eu-central-1' },
    });
    expect(seen).toStrictEqual(['a']);
  });

  it('asks for one page ahead at most, and for none after the consumer stopped', async () => {
    let page = 0;
    mock.on(ListFindingsCommand).callsFake(() => ({ findings: [finding(`f${++page}`)], nextToken: String(page) }));
    for await (const { id } of iterateFindings(client, external)) if (id === 'f2') break;
    expect(page).toBe(3);
    await turns();
    expect(page).toBe(3);
  });
});

describe('iterateFindings with details', () => {
  it('adds all pages of GetFindingV2 to each finding', async () => {
    mock.on(ListFindingsV2Command).resolves({ findings: [finding('a', { findingType: 'UnusedPermission' })] });
    const detail = (serviceNamespace: string): never => ({ unusedPermissionDetails: { serviceNamespace } }) as never;
    mock
      .on(GetFindingV2Command)
      .resolvesOnce({ id: 'a', findingDetails: [detail('s3')], nextToken: '1' })
      .resolvesOnce({ id: 'a', findingDetails: [detail('sqs')] });
    const { value } = await iterateFindings(client, unused, { details: true }).next();
    expect(value).toMatchObject({
      id: 'a',
      findingType: 'UnusedPermission',
      findingDetails: [
        { unusedPermissionDetails: { serviceNamespace: 's3' } },
        { unusedPermissionDetails: { serviceNamespace: 'sqs' } },
      ],
    });
    expect(value).not.toHaveProperty('detailsProblem');
  });

  it.each([
    ['vanished', serviceError('ResourceNotFoundException', 404), 'not-found'],
    ['denied', serviceError('AccessDeniedException', 403), 'access-denied'],
    ['reset', Object.assign(new Error('reset'), { code: 'ECONNRESET' }), 'network'],
  ])('keeps a finding whose details are %s', async (_name, error, code) => {
    mock
      .on(ListFindingsV2Command)
      .resolves({ findings: [finding('a', { findingType: 'UnusedIAMRole' }), finding('b')] });
    mock
      .on(GetFindingV2Command)
      .rejects(error)
      .on(GetFindingV2Command, { id: 'b' })
      .resolves({ id: 'b', findingDetails: [] });
    const seen: unknown[] = [];
    for await (const item of iterateFindings(client, unused, { details: true })) seen.push(item);
    expect(seen).toMatchObject([
      { id: 'a', status: 'ACTIVE', findingType: 'UnusedIAMRole', detailsProblem: { code, operation: 'GetFindingV2' } },
      { id: 'b' },
    ]);
    expect(seen[1]).not.toHaveProperty('detailsProblem');
  });

  it('keeps the details of the pages before one that fails', async () => {
    mock.on(ListFindingsV2Command).resolves({ findings: [finding('a', { findingType: 'UnusedPermission' })] });
    mock
      .on(GetFindingV2Command)
      .resolvesOnce({
        id: 'a',
        findingDetails: [{ unusedPermissionDetails: { serviceNamespace: 's3' } }],
        nextToken: '1',
      })
      .resolvesOnce({ id: 'a', findingDetails: [], nextToken: '1' });
    const { value } = await iterateFindings(client, unused, { details: true }).next();
    expect(value).toMatchObject({
      findingDetails: [{ unusedPermissionDetails: { serviceNamespace: 's3' } }],
      detailsProblem: { code: 'repeated-token' },
    });
  });

  it('reads the details of a page together, eight at a time', async () => {
    const many = Array.from({ length: 30 }, (_, index) => finding(String(index), { findingType: 'UnusedIAMRole' }));
    mock.on(ListFindingsV2Command).resolves({ findings: many });
    let active = 0;
    let most = 0;
    mock.on(GetFindingV2Command).callsFake(async ({ id }: { id: string }) => {
      most = Math.max(most, ++active);
      await turns();
      active -= 1;
      return { id, findingDetails: [{ unusedIamRoleDetails: {} }] };
    });
    expect(await ids(iterateFindings(client, unused, { details: true }))).toStrictEqual(many.map(({ id }) => id));
    expect(most).toBe(8);
  });

  it('makes no such call when they are not asked for, nor for external findings', async () => {
    mock.on(ListFindingsV2Command).resolves({ findings: [finding('a', { findingType: 'UnusedIAMRole' })] });
    mock.on(ListFindingsCommand).resolves({ findings: [finding('b')] });
    await ids(iterateFindings(client, unused));
    await ids(iterateFindings(client, external, { details: true }));
    expect(mock.commandCalls(GetFindingV2Command)).toHaveLength(0);
  });

  it('stops with the reason of an abort', async () => {
    const controller = new AbortController();
    mock.on(ListFindingsV2Command).resolves({ findings: [finding('a'), finding('b')] });
    mock.on(GetFindingV2Command).callsFake(() => {
      controller.abort('enough');
      return Promise.reject(new Error('Request aborted'));
    });
    const findings = iterateFindings(client, unused, { details: true, signal: controller.signal });
    await expect(findings.next()).rejects.toBe('enough');
  });

  it.each([false, 'auto'] as const)(
    'yields nothing more of a page once it is aborted (partition %s)',
    async (partition) => {
      const controller = new AbortController();
      mock.on(ListFindingsCommand).resolves({ findings: [finding('a'), finding('b'), finding('c')] });
      const findings = iterateFindings(client, external, { partition, signal: controller.signal });
      expect((await findings.next()).value).toMatchObject({ id: 'a' });
      controller.abort('enough');
      await expect(findings.next()).rejects.toBe('enough');
      expect(await findings.next()).toStrictEqual({ done: true, value: undefined });
    },
  );
});

describe('iterateFindingPages', () => {
  it('yields the findings of a page before it throws for what is none', async () => {
    mock.on(ListFindingsCommand).resolves({ findings: ['no finding' as never, finding('a')] });
    const pages = iterateFindingPages(client, external);
    expect((await pages.next()).value).toMatchObject([{ id: 'a' }]);
    await expect(pages.next()).rejects.toMatchObject({ problem: { code: 'malformed-response' } });
  });

  it('knows a refusal on another account’s analyzer for what it is, when told the account', async () => {
    mock.on(ListFindingsCommand).rejects(serviceError('AccessDeniedException', 403));
    const foreign = analyzerOf('ORGANIZATION', '999988887777');
    const read = (account?: string): Promise<unknown> => iterateFindingPages(client, foreign, { account }).next();
    await expect(read('111122223333')).rejects.toMatchObject({ problem: { code: 'not-ours' } });
    await expect(read('999988887777')).rejects.toMatchObject({ problem: { code: 'access-denied' } });
    await expect(read()).rejects.toMatchObject({ problem: { code: 'access-denied' } });
  });
});
