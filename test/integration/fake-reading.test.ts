import {
  GetAnalyzerCommand,
  GetFindingCommand,
  GetAnalyzedResourceCommand,
  GetFindingsStatisticsCommand,
  GetFindingV2Command,
  ListAnalyzersCommand,
  ListFindingsCommand,
  ListFindingsV2Command,
  paginateGetFindingV2,
  paginateListAnalyzers,
  paginateListFindings,
  type Criterion,
} from '@aws-sdk/client-accessanalyzer';
import { GetRegionOptStatusCommand, ListRegionsCommand } from '@aws-sdk/client-account';
import { DescribeOrganizationCommand, ListAccountsCommand } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { manyFindings, type FakeAnalyzer, type FakeFinding } from '../../src/testing/index.ts';
import {
  ACCOUNT,
  ANALYZER_ARN,
  describeBothWays,
  finding,
  oneAnalyzer,
  OTHER,
  refusal,
  REGION,
  START,
} from './fake-fixture.ts';

const UNUSED_ARN = ANALYZER_ARN.replace('external', 'unused');

describeBothWays('reading from the fake', (start) => {
  test('ListAnalyzers returns all types, or the one that is asked for', async () => {
    const analyzers: FakeAnalyzer[] = [
      { name: 'external', type: 'ACCOUNT', tags: { team: 'sec' } },
      { name: 'unused', type: 'ACCOUNT_UNUSED_ACCESS', configuration: { unusedAccess: { unusedAccessAge: 90 } } },
      {
        name: '_AccessAnalyzerForSecurityHub-1',
        type: 'ACCOUNT_UNUSED_ACCESS',
        managedBy: 'securityhubv2.amazonaws.com',
      },
      {
        name: 'broken',
        type: 'ORGANIZATION',
        status: 'FAILED',
        statusReason: { code: 'ORGANIZATION_DELETED' },
        lastResourceAnalyzedAt: null,
      },
    ];
    const bed = await start({ accounts: [{ id: ACCOUNT, regions: { [REGION]: { analyzers } } }] });
    const client = bed.accessAnalyzer();
    const all = await client.send(new ListAnalyzersCommand({}));
    expect(all.analyzers?.map(({ name }) => name)).toEqual(analyzers.map(({ name }) => name));
    expect(all.analyzers?.[0]).toMatchObject({
      arn: ANALYZER_ARN,
      status: 'ACTIVE',
      tags: { team: 'sec' },
      lastResourceAnalyzedAt: START,
    });
    expect(all.analyzers?.[1]).not.toHaveProperty('configuration');
    expect(all.analyzers?.[2]).toMatchObject({ managedBy: 'securityhubv2.amazonaws.com' });
    expect(all.analyzers?.[3]).toMatchObject({ status: 'FAILED', statusReason: { code: 'ORGANIZATION_DELETED' } });
    expect(all.analyzers?.[3]?.lastResourceAnalyzedAt).toBeUndefined();
    const unused = await client.send(new ListAnalyzersCommand({ type: 'ACCOUNT_UNUSED_ACCESS' }));
    expect(unused.analyzers).toHaveLength(2);
    const one = await client.send(new GetAnalyzerCommand({ analyzerName: 'unused' }));
    expect(one.analyzer?.configuration).toEqual({ unusedAccess: { unusedAccessAge: 90 } });
  });

  test('a Region without an analyzer answers an empty list', async () => {
    const bed = await start({ accounts: [{ id: ACCOUNT, regions: { [REGION]: {} } }] });
    expect((await bed.accessAnalyzer().send(new ListAnalyzersCommand({}))).analyzers).toEqual([]);
  });

  test('ListAnalyzers is paged', async () => {
    const analyzers = Array.from({ length: 5 }, (_, index) => ({ name: `a${index}`, type: 'ORGANIZATION' }));
    const bed = await start({ accounts: [{ id: ACCOUNT, regions: { [REGION]: { analyzers } } }] });
    const sizes: number[] = [];
    const pages = paginateListAnalyzers({ client: bed.accessAnalyzer(), pageSize: 2 }, {});
    for await (const page of pages) sizes.push(page.analyzers?.length ?? 0);
    expect(sizes).toEqual([2, 2, 1]);
  });

  test('V1 tells who and what, V2 only where; ids are the same; GetFindingV2 tells the details', async () => {
    const bed = await start(
      oneAnalyzer([finding(1, { condition: { 'aws:SourceIp': '10.0.0.0/8' }, sources: [{ type: 'POLICY' }] })]),
    );
    const client = bed.accessAnalyzer();
    const v1 = await client.send(new ListFindingsCommand({ analyzerArn: ANALYZER_ARN }));
    const v2 = await client.send(new ListFindingsV2Command({ analyzerArn: ANALYZER_ARN }));
    const grant = {
      principal: { AWS: OTHER },
      action: ['s3:GetObject'],
      condition: { 'aws:SourceIp': '10.0.0.0/8' },
      isPublic: false,
      sources: [{ type: 'POLICY' }],
    };
    expect(v1.findings).toEqual([
      expect.objectContaining({ id: 'f-1', resourceOwnerAccount: ACCOUNT, status: 'ACTIVE', ...grant }),
    ]);
    expect(v1.findings?.[0]).not.toHaveProperty('findingType');
    expect(v2.findings).toEqual([expect.objectContaining({ id: 'f-1', findingType: 'ExternalAccess' })]);
    for (const member of Object.keys(grant)) expect(v2.findings?.[0]).not.toHaveProperty(member);
    const one = await client.send(new GetFindingCommand({ analyzerArn: ANALYZER_ARN, id: 'f-1' }));
    expect(one.finding).toEqual(v1.findings?.[0]);
    const detailed = await client.send(new GetFindingV2Command({ analyzerArn: ANALYZER_ARN, id: 'f-1' }));
    expect(detailed).toMatchObject({
      id: 'f-1',
      findingType: 'ExternalAccess',
      findingDetails: [{ externalAccessDetails: grant }],
    });
  });

  test('V1 refuses unused and internal analyzers, V2 reads them', async () => {
    const analyzers: FakeAnalyzer[] = [
      { name: 'unused', type: 'ACCOUNT_UNUSED_ACCESS', findings: [{ id: 'u', resourceType: 'AWS::IAM::Role' }] },
      { name: 'internal', type: 'ACCOUNT_INTERNAL_ACCESS', findings: [{ id: 'i', principalType: 'IAM_ROLE' }] },
    ];
    const bed = await start({ accounts: [{ id: ACCOUNT, regions: { [REGION]: { analyzers } } }] });
    const client = bed.accessAnalyzer();
    for (const [name, id, findingType] of [
      ['unused', 'u', 'UnusedIAMRole'],
      ['internal', 'i', 'InternalAccess'],
    ] as const) {
      const analyzerArn = ANALYZER_ARN.replace('external', name);
      for (const command of [new ListFindingsCommand({ analyzerArn }), new GetFindingCommand({ analyzerArn, id })]) {
        const error = await refusal(client.send(command as ListFindingsCommand));
        expect(error).toMatchObject({
          name: 'ValidationException',
          reason: 'notSupported',
          $metadata: { httpStatusCode: 400 },
        });
      }
      const v2 = await client.send(new ListFindingsV2Command({ analyzerArn }));
      expect(v2.findings).toMatchObject([{ id, findingType }]);
    }
    const internal = await client.send(
      new GetFindingV2Command({ analyzerArn: ANALYZER_ARN.replace('external', 'internal'), id: 'i' }),
    );
    expect(internal.findingDetails).toMatchObject([{ internalAccessDetails: { principalType: 'IAM_ROLE' } }]);
  });

  test('findingDetails are paged', async () => {
    const details = Array.from({ length: 5 }, (_, index) => ({
      unusedPermissionDetails: { serviceNamespace: `service${index}` },
    }));
    const findings: FakeFinding[] = [{ id: 'u', findingType: 'UnusedPermission', findingDetails: details }];
    const analyzers = [{ name: 'unused', type: 'ACCOUNT_UNUSED_ACCESS', findings }];
    const bed = await start({ accounts: [{ id: ACCOUNT, regions: { [REGION]: { analyzers } } }] });
    const pages = paginateGetFindingV2(
      { client: bed.accessAnalyzer(), pageSize: 2 },
      { analyzerArn: UNUSED_ARN, id: 'u' },
    );
    const seen: unknown[][] = [];
    for await (const page of pages) seen.push(page.findingDetails ?? []);
    expect(seen.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(seen.flat()).toEqual(details);
  });

  test('error findings have no grant, and members can be left out', async () => {
    const bed = await start(
      oneAnalyzer([
        { id: 'e', error: 'ACCESS_DENIED', resource: 'arn:aws:s3:::b' },
        finding(2, { omit: ['condition', 'createdAt', 'isPublic'] }),
      ]),
    );
    const { findings } = await bed.accessAnalyzer().send(new ListFindingsCommand({ analyzerArn: ANALYZER_ARN }));
    expect(findings?.[0]).toMatchObject({ error: 'ACCESS_DENIED', status: 'ACTIVE' });
    for (const member of ['principal', 'action', 'condition', 'isPublic'])
      expect(findings?.[0]).not.toHaveProperty(member);
    for (const member of ['condition', 'createdAt', 'isPublic']) expect(findings?.[1]).not.toHaveProperty(member);
  });

  test('pages: 100 by default, maxResults honoured, no token at the end', async () => {
    const bed = await start(oneAnalyzer(manyFindings(250)));
    const client = bed.accessAnalyzer();
    const sizes = async (pageSize?: number): Promise<number[]> => {
      const found: number[] = [];
      const pages = paginateListFindings({ client, ...(pageSize ? { pageSize } : {}) }, { analyzerArn: ANALYZER_ARN });
      for await (const page of pages) found.push(page.findings?.length ?? 0);
      return found;
    };
    expect(await sizes()).toEqual([100, 100, 50]);
    expect(await sizes(125)).toEqual([125, 125]);
    expect(await sizes(1000)).toEqual([250]);
    const tooMany = await refusal(
      client.send(new ListFindingsCommand({ analyzerArn: ANALYZER_ARN, maxResults: 1001 })),
    );
    expect(tooMany).toMatchObject({ name: 'ValidationException', fieldList: [{ name: 'maxResults' }] });
  });

  test('empty pages come with a token', async () => {
    const analyzers = [
      { name: 'external', type: 'ACCOUNT', findings: [finding(1), finding(2)], pageSize: 1, emptyPages: 2 },
    ];
    const bed = await start({ accounts: [{ id: ACCOUNT, regions: { [REGION]: { analyzers } } }] });
    const sizes: number[] = [];
    const pages = paginateListFindings({ client: bed.accessAnalyzer() }, { analyzerArn: ANALYZER_ARN });
    for await (const page of pages) sizes.push(page.findings?.length ?? 0);
    expect(sizes).toEqual([0, 0, 1, 0, 0, 1]);
  });

  test('a page token is good for its own query, and for so long', async () => {
    const bed = await start(oneAnalyzer(manyFindings(3), { behavior: { pageTokenLifetimeMs: 60_000 } }));
    const client = bed.accessAnalyzer();
    const query = { analyzerArn: ANALYZER_ARN, maxResults: 1 };
    const { nextToken } = await client.send(new ListFindingsCommand(query));
    if (nextToken === undefined) throw new Error('no token');
    expect(nextToken).not.toContain('position');
    const other = { ...query, filter: { status: { eq: ['ACTIVE'] } }, nextToken };
    const bad = [
      new ListFindingsCommand(other),
      new ListFindingsCommand({ ...query, nextToken: 'nonsense' }),
      new ListFindingsCommand({ ...query, nextToken: `${nextToken}x` }),
      new ListFindingsV2Command({ ...query, nextToken }) as unknown as ListFindingsCommand,
    ];
    for (const command of bad) {
      const error = await refusal(client.send(command));
      expect(error).toMatchObject({ name: 'ValidationException', reason: 'fieldValidationFailed' });
    }
    expect((await client.send(new ListFindingsCommand({ ...query, nextToken }))).findings).toHaveLength(1);
    bed.clock.advance(60_001);
    expect(await refusal(client.send(new ListFindingsCommand({ ...query, nextToken })))).toMatchObject({
      name: 'ValidationException',
    });
  });

  test('what happens between two pages neither repeats nor hides another finding', async () => {
    const bed = await start(oneAnalyzer([1, 2, 3, 4].map((number) => finding(number))));
    const client = bed.accessAnalyzer();
    const query = { analyzerArn: ANALYZER_ARN, maxResults: 2, filter: { status: { eq: ['ACTIVE'] } } };
    const first = await client.send(new ListFindingsCommand(query));
    bed.fake.account(ACCOUNT).region(REGION).analyzer('external').changeFinding('f-1', { status: 'RESOLVED' });
    const second = await client.send(new ListFindingsCommand({ ...query, nextToken: first.nextToken }));
    expect(second.findings?.map(({ id }) => id)).toEqual(['f-3', 'f-4']);
  });

  const FILTERED: FakeFinding[] = [
    finding(1, { isPublic: true, principal: { AWS: '*' }, resourceControlPolicyRestriction: 'APPLICABLE' }),
    finding(2, { status: 'ARCHIVED', condition: { 'aws:PrincipalOrgID': 'o-1' } }),
    finding(3, {
      resourceType: 'AWS::IAM::Role',
      principal: { Federated: 'cognito-identity.amazonaws.com' },
      resourceOwnerAccount: OTHER,
    }),
    finding(4, { error: 'INTERNAL_ERROR', status: 'RESOLVED' }),
  ];
  test.each<[string, Record<string, Criterion>, number[]]>([
    ['nothing', {}, [1, 2, 3, 4]],
    ['status eq', { status: { eq: ['ACTIVE'] } }, [1, 3]],
    ['alternatives', { status: { eq: ['ACTIVE', 'RESOLVED'] } }, [1, 3, 4]],
    ['neq', { status: { neq: ['ACTIVE'] } }, [2, 4]],
    ['isPublic', { isPublic: { eq: ['true'] } }, [1]],
    ['contains', { resource: { contains: ['bucket-2', 'bucket-3'] } }, [2, 3]],
    ['exists', { error: { exists: true } }, [4]],
    ['does not exist', { 'condition.aws:PrincipalOrgID': { exists: false } }, [1, 3, 4]],
    ['condition', { 'condition.aws:PrincipalOrgID': { eq: ['o-1'] } }, [2]],
    ['principal.AWS', { 'principal.AWS': { eq: ['*'] } }, [1]],
    ['principal.Federated', { 'principal.Federated': { contains: ['cognito'] } }, [3]],
    ['resourceType neq', { resourceType: { neq: ['AWS::S3::Bucket'] } }, [3]],
    ['resourceOwnerAccount', { resourceOwnerAccount: { eq: [OTHER] } }, [3]],
    ['resourceControlPolicyRestriction', { resourceControlPolicyRestriction: { eq: ['APPLICABLE'] } }, [1]],
    ['id', { id: { eq: ['f-4'] } }, [4]],
    ['resource eq', { resource: { eq: ['arn:aws:s3:::bucket-4', 'arn:aws:s3:::bucket-1'] } }, [1, 4]],
    ['all keys must hold', { status: { eq: ['ACTIVE'] }, isPublic: { eq: ['false'] } }, [3]],
    ['absent member under neq', { 'principal.Federated': { neq: ['x'] } }, [1, 2, 3, 4]],
  ])('filter: %s', async (_name, filter, expected) => {
    const bed = await start(oneAnalyzer(FILTERED));
    const { findings } = await bed
      .accessAnalyzer()
      .send(new ListFindingsCommand({ analyzerArn: ANALYZER_ARN, filter }));
    expect(findings?.map(({ id }) => id)).toEqual(expected.map((number) => `f-${number}`));
  });

  test('an absent member under neq is what the scenario says', async () => {
    const bed = await start(oneAnalyzer(FILTERED, { behavior: { absentMemberUnderNeq: 'no-match' } }));
    const filter = { 'principal.Federated': { neq: ['x'] } };
    const { findings } = await bed
      .accessAnalyzer()
      .send(new ListFindingsCommand({ analyzerArn: ANALYZER_ARN, filter }));
    expect(findings?.map(({ id }) => id)).toEqual(['f-3']);
  });

  test.each<[string, Record<string, Criterion>]>([
    ['an unknown key', { colour: { eq: ['red'] } }],
    ['no operator', { status: {} }],
    ['no value', { status: { eq: [] } }],
    ['21 values', { status: { eq: Array.from({ length: 21 }, String) } }],
    ['a key of previews', { changeType: { eq: ['NEW'] } }],
  ])('filter refused: %s', async (_name, filter) => {
    const bed = await start(oneAnalyzer([]));
    const error = await refusal(
      bed.accessAnalyzer().send(new ListFindingsCommand({ analyzerArn: ANALYZER_ARN, filter })),
    );
    expect(error).toMatchObject({ name: 'ValidationException', $metadata: { httpStatusCode: 400 } });
  });

  test('sort orders by a member', async () => {
    const bed = await start(oneAnalyzer([2, 3, 1].map((number) => finding(number))));
    const ids = async (orderBy: 'ASC' | 'DESC'): Promise<unknown> => {
      const sort = { attributeName: 'resource', orderBy };
      const seen: unknown[] = [];
      const pages = paginateListFindings(
        { client: bed.accessAnalyzer(), pageSize: 2 },
        { analyzerArn: ANALYZER_ARN, sort },
      );
      for await (const page of pages) seen.push(...(page.findings ?? []).map(({ id }) => id));
      return seen;
    };
    expect(await ids('ASC')).toEqual(['f-1', 'f-2', 'f-3']);
    expect(await ids('DESC')).toEqual(['f-3', 'f-2', 'f-1']);
  });

  test('GetFindingsStatistics counts, live or as the scenario says', async () => {
    const bed = await start(oneAnalyzer([...FILTERED, finding(5, { error: 'ACCESS_DENIED' })]));
    const client = bed.accessAnalyzer();
    const live = await client.send(new GetFindingsStatisticsCommand({ analyzerArn: ANALYZER_ARN }));
    expect(live).toMatchObject({
      lastUpdatedAt: START,
      findingsStatistics: [
        {
          externalAccessFindingsStatistics: {
            totalActiveFindings: 3,
            totalArchivedFindings: 1,
            totalResolvedFindings: 1,
            resourceTypeStatistics: {
              'AWS::S3::Bucket': { totalActivePublic: 1, totalActiveCrossAccount: 0, totalActiveErrors: 1 },
              'AWS::IAM::Role': { totalActivePublic: 0, totalActiveCrossAccount: 1, totalActiveErrors: 0 },
            },
          },
        },
      ],
    });
    const { addAnalyzer } = bed.fake.account(ACCOUNT).region(REGION);
    addAnalyzer({ name: 'never', type: 'ACCOUNT', statistics: 'absent', findings: [finding(1)] });
    const stale = { unusedAccessFindingsStatistics: { totalActiveFindings: 7 } };
    addAnalyzer({ name: 'unused', type: 'ACCOUNT_UNUSED_ACCESS', statistics: { findingsStatistics: [stale] } });
    const never = await client.send(
      new GetFindingsStatisticsCommand({ analyzerArn: ANALYZER_ARN.replace('external', 'never') }),
    );
    expect(never.findingsStatistics).toEqual([]);
    expect(never.lastUpdatedAt).toBeUndefined();
    const given = await client.send(new GetFindingsStatisticsCommand({ analyzerArn: UNUSED_ARN }));
    expect(given.findingsStatistics).toEqual([stale]);
  });

  test('a million findings are made as they are read', async () => {
    const bed = await start(oneAnalyzer(manyFindings(1_000_000)));
    const { findings } = await bed
      .accessAnalyzer()
      .send(new ListFindingsCommand({ analyzerArn: ANALYZER_ARN, maxResults: 2 }));
    const id = manyFindings(1_000_000).at(999_999).id ?? '';
    const last = await bed.accessAnalyzer().send(new GetFindingCommand({ analyzerArn: ANALYZER_ARN, id }));
    expect([findings?.length, last.finding?.id]).toEqual([2, id]);
  });

  test('resolved findings go after the retention that the scenario sets', async () => {
    const resolved = finding(1, { status: 'RESOLVED', updatedAt: START.toISOString() });
    const bed = await start(oneAnalyzer([resolved], { behavior: { resolvedRetentionDays: 90 } }));
    const list = async (): Promise<number | undefined> =>
      (await bed.accessAnalyzer().send(new ListFindingsCommand({ analyzerArn: ANALYZER_ARN }))).findings?.length;
    expect(await list()).toBe(1);
    const resolvedCount = async (): Promise<number | undefined> => {
      const command = new GetFindingsStatisticsCommand({ analyzerArn: ANALYZER_ARN });
      const [entry] = (await bed.accessAnalyzer().send(command)).findingsStatistics ?? [];
      return entry?.externalAccessFindingsStatistics?.totalResolvedFindings;
    };
    const resource = new GetAnalyzedResourceCommand({ analyzerArn: ANALYZER_ARN, resourceArn: resolved.resource });
    expect(await resolvedCount()).toBe(1);
    expect((await bed.accessAnalyzer().send(resource)).resource?.status).toBe('RESOLVED');
    bed.clock.advance(91 * 24 * 60 * 60 * 1000);
    expect(await list()).toBe(0);
    expect(await resolvedCount()).toBe(0);
    expect(await refusal(bed.accessAnalyzer().send(resource))).toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('the Account service lists Regions, filtered and paged', async () => {
    const bed = await start({
      accounts: [
        {
          id: ACCOUNT,
          regions: {
            'us-east-1': {},
            'eu-west-1': {},
            'af-south-1': { optStatus: 'DISABLED' },
            'me-south-1': { optStatus: 'ENABLED' },
          },
        },
      ],
    });
    const client = bed.account();
    const first = await client.send(new ListRegionsCommand({ MaxResults: 3 }));
    expect(first.Regions?.map(({ RegionName }) => RegionName)).toEqual(['us-east-1', 'eu-west-1', 'af-south-1']);
    const second = await client.send(new ListRegionsCommand({ MaxResults: 3, NextToken: first.NextToken }));
    expect(second).toMatchObject({ Regions: [{ RegionName: 'me-south-1', RegionOptStatus: 'ENABLED' }] });
    expect(second.NextToken).toBeUndefined();
    const disabled = await client.send(new ListRegionsCommand({ RegionOptStatusContains: ['DISABLED'] }));
    expect(disabled.Regions).toEqual([{ RegionName: 'af-south-1', RegionOptStatus: 'DISABLED' }]);
    const status = await client.send(new GetRegionOptStatusCommand({ RegionName: 'me-south-1' }));
    expect(status.RegionOptStatus).toBe('ENABLED');
    const error = await refusal(client.send(new ListRegionsCommand({ MaxResults: 51 })));
    expect(error).toMatchObject({ name: 'ValidationException' });
  });

  test('STS tells who calls, and gives sessions of roles that trust the caller', async () => {
    const trust = (Principal: object, Action = 'sts:AssumeRole', Condition = {}): object => ({
      Statement: [{ Effect: 'Allow', Principal, Action, Condition }],
    });
    const roles = [
      {
        name: 'audit',
        trustPolicy: trust({ AWS: `arn:aws:iam::${ACCOUNT}:root` }) as Record<string, unknown>,
        allow: ['access-analyzer:List*'],
      },
      {
        name: 'secret',
        trustPolicy: trust({ AWS: ACCOUNT }, 'sts:AssumeRole', { StringEquals: { 'sts:ExternalId': 'x1' } }) as Record<
          string,
          unknown
        >,
      },
      {
        name: 'after-ci',
        trustPolicy: trust({ AWS: `arn:aws:iam::${OTHER}:role/ci/web` }) as Record<string, unknown>,
      },
      { name: 'closed', trustPolicy: trust({ AWS: '777788889999' }) as Record<string, unknown> },
      {
        name: 'web',
        path: '/ci/',
        trustPolicy: trust({ Federated: 'ci.example.com' }, 'sts:AssumeRoleWithWebIdentity') as Record<string, unknown>,
      },
    ];
    const analyzers = [{ name: 'external', type: 'ACCOUNT', findings: [finding(1)] }];
    const bed = await start({
      accounts: [
        { id: ACCOUNT, regions: { [REGION]: {} } },
        { id: OTHER, regions: { [REGION]: { analyzers } }, roles },
      ],
    });
    const sts = bed.sts();
    const identity = await sts.send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/fake-user` });
    const assume = (name: string, ExternalId?: string) =>
      sts.send(
        new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${OTHER}:role/${name}`, RoleSessionName: 'kit', ExternalId }),
      );
    const { Credentials } = await assume('audit');
    const session = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    expect(Credentials?.Expiration).toEqual(new Date(START.getTime() + 3_600_000));
    const assumed = await bed.sts(REGION, { credentials: session }).send(new GetCallerIdentityCommand({}));
    expect(assumed).toMatchObject({ Account: OTHER, Arn: `arn:aws:sts::${OTHER}:assumed-role/audit/kit` });
    const client = bed.accessAnalyzer(REGION, { credentials: session });
    const analyzerArn = ANALYZER_ARN.replace(ACCOUNT, OTHER);
    const { findings } = await client.send(new ListFindingsCommand({ analyzerArn }));
    // The role is trusted from outside the account, which is a finding of its own.
    expect(findings?.map(({ resource }) => resource)).toContain(`arn:aws:iam::${OTHER}:role/audit`);
    const denied = await refusal(client.send(new GetFindingCommand({ analyzerArn, id: 'f-1' })));
    expect(denied).toMatchObject({ name: 'AccessDeniedException' });
    for (const [name, externalId] of [['closed'], ['absent'], ['secret'], ['secret', 'x2']]) {
      const error = await refusal(assume(name ?? '', externalId));
      expect(error).toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
      expect(error['message']).toContain('is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::');
    }
    expect((await assume('secret', 'x1')).Credentials?.AccessKeyId).toMatch(/^ASIA/);
    const web = await sts.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: `arn:aws:iam::${OTHER}:role/ci/web`,
        RoleSessionName: 'ci',
        WebIdentityToken: 'token',
      }),
    );
    expect(web.AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${OTHER}:assumed-role/web/ci`);
    // The policy names the role by its ARN with the path, which the session's own ARN does not have.
    const chained = new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${OTHER}:role/after-ci`, RoleSessionName: 'kit' });
    expect(await refusal(sts.send(chained))).toMatchObject({ name: 'AccessDenied' });
    const webSession = {
      accessKeyId: web.Credentials?.AccessKeyId ?? '',
      secretAccessKey: web.Credentials?.SecretAccessKey ?? '',
      sessionToken: web.Credentials?.SessionToken ?? '',
    };
    const next = await bed.sts(REGION, { credentials: webSession }).send(chained);
    expect(next.AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${OTHER}:assumed-role/after-ci/kit`);
    bed.clock.advance(3_600_000);
    expect(await refusal(client.send(new ListAnalyzersCommand({})))).toMatchObject({ name: 'ExpiredTokenException' });
  });

  test('Organizations lists the accounts for its administrators', async () => {
    const bed = await start({
      organization: {
        managementAccount: ACCOUNT,
        delegatedAdministrators: [OTHER],
        accounts: [{ id: ACCOUNT }, { id: OTHER }, { id: '777788889999', status: 'SUSPENDED' }],
      },
      accounts: [ACCOUNT, OTHER, '777788889999', '000011112222'].map((id) => ({ id, regions: { [REGION]: {} } })),
    });
    for (const account of [ACCOUNT, OTHER]) {
      const { Accounts } = await bed.organizations({ account }).send(new ListAccountsCommand({}));
      expect(Accounts?.map(({ Id, Status }) => [Id, Status])).toEqual([
        [ACCOUNT, 'ACTIVE'],
        [OTHER, 'ACTIVE'],
        ['777788889999', 'SUSPENDED'],
      ]);
    }
    const { Organization } = await bed.organizations().send(new DescribeOrganizationCommand({}));
    expect(Organization).toMatchObject({ Id: 'o-exampleorgid', MasterAccountId: ACCOUNT });
    const member = bed.organizations({ account: '777788889999' });
    expect(await refusal(member.send(new ListAccountsCommand({})))).toMatchObject({ name: 'AccessDeniedException' });
    const outsider = bed.organizations({ account: '000011112222' });
    expect(await refusal(outsider.send(new ListAccountsCommand({})))).toMatchObject({
      name: 'AWSOrganizationsNotInUseException',
    });
  });
});
