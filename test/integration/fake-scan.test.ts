import {
  CreateAnalyzerCommand,
  GetAnalyzedResourceCommand,
  GetFindingCommand,
  ListAnalyzedResourcesCommand,
  ListAnalyzersCommand,
  ListFindingsCommand,
  StartResourceScanCommand,
  type AccessAnalyzerClient,
  type FindingSummary,
} from '@aws-sdk/client-accessanalyzer';
import { GetPublicAccessBlockCommand, PutPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import type { FakeBucket, FakeRole, FakeScenario } from '../../src/testing/index.ts';
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

const analyzerArn = ANALYZER_ARN;
const BUCKET_ARN = 'arn:aws:s3:::logs';
const BLOCK = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

function allow(principal: unknown, Action: string | string[] = 's3:GetObject'): Record<string, unknown> {
  return { Statement: [{ Effect: 'Allow', Principal: principal, Action, Resource: `${BUCKET_ARN}/*` }] };
}

function bucket(members: Partial<FakeBucket> = {}): FakeBucket {
  return { name: 'logs', region: REGION, policy: allow('*'), ...members };
}

function role(principal: string): FakeRole {
  return {
    name: 'deploy',
    trustPolicy: { Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' }] },
  };
}

async function findingsOf(
  client: AccessAnalyzerClient,
  resourceArn: string,
  arn = analyzerArn,
): Promise<FindingSummary[]> {
  const filter = { resource: { eq: [resourceArn] } };
  return (await client.send(new ListFindingsCommand({ analyzerArn: arn, filter }))).findings ?? [];
}

describeBothWays('scanning in the fake', (start) => {
  test('a public bucket has a finding; blocking and rescanning it turns the same finding RESOLVED', async () => {
    const bed = await start(oneAnalyzer([], { account: { buckets: [bucket()] }, behavior: { scanLatencyMs: 5000 } }));
    const client = bed.accessAnalyzer();
    const [before] = await findingsOf(client, BUCKET_ARN);
    expect(before).toMatchObject({
      status: 'ACTIVE',
      isPublic: true,
      principal: { AWS: '*' },
      resourceType: 'AWS::S3::Bucket',
      sources: [{ type: 'POLICY' }],
    });
    const resource = () => client.send(new GetAnalyzedResourceCommand({ analyzerArn, resourceArn: BUCKET_ARN }));
    expect((await resource()).resource).toMatchObject({
      analyzedAt: START,
      isPublic: true,
      status: 'ACTIVE',
      sharedVia: ['POLICY'],
    });
    const s3 = bed.s3();
    await s3.send(new PutPublicAccessBlockCommand({ Bucket: 'logs', PublicAccessBlockConfiguration: BLOCK }));
    const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket: 'logs' }));
    expect(PublicAccessBlockConfiguration).toEqual(BLOCK);
    bed.clock.advance(1000);
    await client.send(new StartResourceScanCommand({ analyzerArn, resourceArn: BUCKET_ARN }));
    bed.clock.advance(4999);
    expect((await resource()).resource).toMatchObject({ analyzedAt: START, status: 'ACTIVE' });
    bed.clock.advance(1);
    const scanned = (await resource()).resource;
    expect(scanned).toMatchObject({ analyzedAt: bed.clock.now(), status: 'RESOLVED', isPublic: false });
    const after = await client.send(new GetFindingCommand({ analyzerArn, id: before?.id }));
    expect(after.finding).toMatchObject({
      id: before?.id,
      status: 'RESOLVED',
      updatedAt: bed.clock.now(),
      createdAt: before?.createdAt,
    });
    const { analyzers } = await client.send(new ListAnalyzersCommand({}));
    expect(analyzers?.[0]).toMatchObject({ lastResourceAnalyzed: BUCKET_ARN, lastResourceAnalyzedAt: bed.clock.now() });
  });

  test('an unchanged resource keeps its finding and status, only analyzedAt moves, also by a clock that stands still', async () => {
    const bed = await start(oneAnalyzer([], { account: { buckets: [bucket()] } }));
    const client = bed.accessAnalyzer();
    const [before] = await findingsOf(client, BUCKET_ARN);
    await client.send(new StartResourceScanCommand({ analyzerArn, resourceArn: BUCKET_ARN }));
    const [after, ...more] = await findingsOf(client, BUCKET_ARN);
    expect(more).toEqual([]);
    expect(after).toEqual({ ...before, analyzedAt: after?.analyzedAt });
    expect(after?.analyzedAt?.getTime()).toBeGreaterThan(before?.analyzedAt?.getTime() ?? 0);
  });

  test('changed access resolves the old finding and makes a new one with another id; archive rules apply to it', async () => {
    const bed = await start(oneAnalyzer([], { account: { buckets: [bucket()] } }));
    const client = bed.accessAnalyzer();
    const [before] = await findingsOf(client, BUCKET_ARN);
    bed.fake.account(ACCOUNT).putBucket(bucket({ policy: allow({ AWS: OTHER }) }));
    await client.send(new StartResourceScanCommand({ analyzerArn, resourceArn: BUCKET_ARN }));
    const after = await findingsOf(client, BUCKET_ARN);
    expect(after.map(({ status, principal }) => [status, principal])).toEqual([
      ['RESOLVED', { AWS: '*' }],
      ['ACTIVE', { AWS: OTHER }],
    ]);
    expect(after[0]?.id).toBe(before?.id);
  });

  test('a bucket made anew in another Region is gone from this one, and so is a role with another path', async () => {
    const bed = await start(oneAnalyzer([], { account: { buckets: [bucket()], roles: [role(OTHER)] } }));
    const client = bed.accessAnalyzer();
    const account = bed.fake.account(ACCOUNT);
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/deploy`;
    account.putBucket(bucket({ region: 'eu-west-1' }));
    account.putRole({ ...role(OTHER), path: '/moved/' });
    for (const resourceArn of [BUCKET_ARN, roleArn]) {
      await client.send(new StartResourceScanCommand({ analyzerArn, resourceArn }));
      expect((await findingsOf(client, resourceArn)).map(({ status }) => status)).toEqual(['RESOLVED']);
    }
    account.putBucket(bucket());
    account.putRole(role(OTHER));
    for (const resourceArn of [BUCKET_ARN, roleArn]) {
      await client.send(new StartResourceScanCommand({ analyzerArn, resourceArn }));
      expect((await findingsOf(client, resourceArn)).map(({ status }) => status)).toEqual(['RESOLVED', 'ACTIVE']);
    }
  });

  test('a role has one finding per Region, with different ids, each resolved by its own scan', async () => {
    const regions = ['us-east-1', 'eu-west-1'];
    const scenario: FakeScenario = {
      accounts: [
        {
          id: ACCOUNT,
          roles: [role(OTHER)],
          regions: Object.fromEntries(
            regions.map((name) => [name, { analyzers: [{ name: 'external', type: 'ACCOUNT' }] }]),
          ),
        },
      ],
    };
    const bed = await start(scenario);
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/deploy`;
    const arnIn = (region: string): string => analyzerArn.replace(REGION, region);
    const inRegions = async (): Promise<(FindingSummary | undefined)[]> =>
      Promise.all(
        regions.map(async (region) => (await findingsOf(bed.accessAnalyzer(region), roleArn, arnIn(region)))[0]),
      );
    const before = await inRegions();
    expect(before.map((found) => found?.principal)).toEqual([{ AWS: OTHER }, { AWS: OTHER }]);
    expect(before[0]?.id).not.toBe(before[1]?.id);
    bed.fake.account(ACCOUNT).putRole(role(`arn:aws:iam::${ACCOUNT}:root`));
    await bed
      .accessAnalyzer('eu-west-1')
      .send(new StartResourceScanCommand({ analyzerArn: arnIn('eu-west-1'), resourceArn: roleArn }));
    expect((await inRegions()).map((found) => found?.status)).toEqual(['ACTIVE', 'RESOLVED']);
  });

  test('an organization trusts its members, and needs the owner of a member account’s bucket', async () => {
    const organization = { managementAccount: ACCOUNT };
    const analyzers = [
      { name: 'external', type: 'ACCOUNT' },
      { name: 'org', type: 'ORGANIZATION' },
    ];
    const bed = await start({
      organization,
      accounts: [
        { id: ACCOUNT, regions: { [REGION]: { analyzers } }, roles: [role(OTHER)] },
        { id: OTHER, regions: { [REGION]: {} }, buckets: [bucket()] },
      ],
    });
    const client = bed.accessAnalyzer();
    const org = analyzerArn.replace('external', 'org');
    expect(await findingsOf(client, `arn:aws:iam::${ACCOUNT}:role/deploy`)).toHaveLength(1);
    expect(await findingsOf(client, `arn:aws:iam::${ACCOUNT}:role/deploy`, org)).toEqual([]);
    expect(await findingsOf(client, BUCKET_ARN, org)).toMatchObject([{ resourceOwnerAccount: OTHER }]);
    const scan = { analyzerArn: org, resourceArn: BUCKET_ARN };
    expect(await refusal(client.send(new StartResourceScanCommand(scan)))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await client.send(new StartResourceScanCommand({ ...scan, resourceOwnerAccount: OTHER }));
  });

  test('the findings that a scenario lists for a bucket stand until it is scanned', async () => {
    const mine = finding(1, { resource: BUCKET_ARN, principal: { AWS: '*' }, isPublic: true });
    const bed = await start(oneAnalyzer([mine], { account: { buckets: [bucket({ policy: undefined })] } }));
    const client = bed.accessAnalyzer();
    expect(await findingsOf(client, BUCKET_ARN)).toMatchObject([{ id: 'f-1', status: 'ACTIVE' }]);
    bed.fake.account(ACCOUNT).region(REGION).analyzer('external').scan();
    expect(await findingsOf(client, BUCKET_ARN)).toMatchObject([{ id: 'f-1', status: 'RESOLVED' }]);
  });

  test('archived findings of a fixed resource resolve too, unless the scenario says otherwise', async () => {
    for (const [resolvesArchived, expected] of [
      [true, 'RESOLVED'],
      [false, 'ARCHIVED'],
    ] as const) {
      const archived = finding(1, { resource: BUCKET_ARN, status: 'ARCHIVED' });
      const bed = await start(
        oneAnalyzer([archived], {
          behavior: { resolvesArchived },
          account: { buckets: [bucket({ policy: undefined })] },
        }),
      );
      const client = bed.accessAnalyzer();
      await client.send(new StartResourceScanCommand({ analyzerArn, resourceArn: BUCKET_ARN }));
      expect(await findingsOf(client, BUCKET_ARN)).toMatchObject([{ status: expected }]);
    }
  });

  test('an error finding is removed once the analysis succeeds', async () => {
    const error = finding(1, { resource: BUCKET_ARN, error: 'ACCESS_DENIED', principal: {}, action: [] });
    const bed = await start(oneAnalyzer([error], { account: { buckets: [bucket({ policy: undefined })] } }));
    const client = bed.accessAnalyzer();
    await client.send(new StartResourceScanCommand({ analyzerArn, resourceArn: BUCKET_ARN }));
    expect(await findingsOf(client, BUCKET_ARN)).toEqual([]);
    expect(await refusal(client.send(new GetFindingCommand({ analyzerArn, id: 'f-1' })))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const { resource } = await client.send(new GetAnalyzedResourceCommand({ analyzerArn, resourceArn: BUCKET_ARN }));
    expect(Object.keys(resource ?? {}).sort()).toEqual([
      'analyzedAt',
      'isPublic',
      'resourceArn',
      'resourceOwnerAccount',
      'resourceType',
    ]);
  });

  test('a scan of another type finds what the scenario sets', async () => {
    const resourceArn = `arn:aws:sqs:${REGION}:${ACCOUNT}:queue`;
    const queue = finding(1, { resource: resourceArn, resourceType: 'AWS::SQS::Queue', action: ['sqs:SendMessage'] });
    const bed = await start(oneAnalyzer([queue]));
    const client = bed.accessAnalyzer();
    const analyzer = bed.fake.account(ACCOUNT).region(REGION).analyzer('external');
    const rescan = async (): Promise<unknown> => {
      bed.clock.advance(1000);
      await client.send(new StartResourceScanCommand({ analyzerArn, resourceArn }));
      const found = await findingsOf(client, resourceArn);
      return found.map(({ status, error }) => error ?? status);
    };
    expect(await rescan()).toEqual(['ACTIVE']);
    analyzer.setScanResult(resourceArn, { error: 'INTERNAL_ERROR' });
    expect(await rescan()).toEqual(['ACTIVE', 'INTERNAL_ERROR']);
    analyzer.setScanResult(resourceArn, []);
    expect(await rescan()).toEqual(['RESOLVED']);
    analyzer.setScanResult(resourceArn, [
      { principal: { AWS: '*' }, action: ['sqs:SendMessage'], condition: {}, isPublic: true },
    ]);
    expect(await rescan()).toEqual(['RESOLVED', 'ACTIVE']);
  });

  test('a deleted bucket: the finding resolves, and the resource is known no more', async () => {
    const bed = await start(oneAnalyzer([], { account: { buckets: [bucket()] } }));
    const client = bed.accessAnalyzer();
    bed.fake.account(ACCOUNT).deleteBucket('logs');
    await client.send(new StartResourceScanCommand({ analyzerArn, resourceArn: BUCKET_ARN }));
    expect(await findingsOf(client, BUCKET_ARN)).toMatchObject([{ status: 'RESOLVED' }]);
    const get = client.send(new GetAnalyzedResourceCommand({ analyzerArn, resourceArn: BUCKET_ARN }));
    expect(await refusal(get)).toMatchObject({ name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } });
  });

  test('refused: unknown resources, other Regions’ buckets, analyzers that are no external ones or not active', async () => {
    const bed = await start({
      accounts: [
        {
          id: ACCOUNT,
          buckets: [bucket(), bucket({ name: 'far', region: 'eu-west-1' })],
          regions: {
            [REGION]: {
              analyzers: [
                { name: 'external', type: 'ACCOUNT' },
                { name: 'unused', type: 'ACCOUNT_UNUSED_ACCESS' },
                { name: 'off', type: 'ORGANIZATION', status: 'DISABLED' },
              ],
            },
          },
        },
      ],
    });
    const client = bed.accessAnalyzer();
    const scan = (resourceArn: string, name = 'external') =>
      client.send(new StartResourceScanCommand({ analyzerArn: analyzerArn.replace('external', name), resourceArn }));
    expect(await refusal(scan('arn:aws:s3:::nobody'))).toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await refusal(scan('arn:aws:s3:::far'))).toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await refusal(scan('logs'))).toMatchObject({ name: 'ValidationException' });
    expect(await refusal(scan(BUCKET_ARN, 'unused'))).toMatchObject({ name: 'ValidationException' });
    expect(await refusal(scan(BUCKET_ARN, 'off'))).toMatchObject({ name: 'ValidationException' });
    const accepting = await start(oneAnalyzer([], { behavior: { unknownResourceScan: 'accept' } }));
    await accepting
      .accessAnalyzer()
      .send(new StartResourceScanCommand({ analyzerArn, resourceArn: 'arn:aws:s3:::nobody' }));
  });

  test('ListAnalyzedResources lists what was looked at, with and without findings', async () => {
    const queue = finding(1, { resource: 'arn:aws:sqs:us-east-1:1:q', resourceType: 'AWS::SQS::Queue' });
    const bed = await start(
      oneAnalyzer([queue], { account: { buckets: [bucket({ policy: undefined })], roles: [role(OTHER)] } }),
    );
    const client = bed.accessAnalyzer();
    const list = async (resourceType?: 'AWS::S3::Bucket'): Promise<unknown> =>
      (await client.send(new ListAnalyzedResourcesCommand({ analyzerArn, resourceType }))).analyzedResources
        ?.map((entry) => entry.resourceArn)
        .sort();
    expect(await list()).toEqual([`arn:aws:iam::${ACCOUNT}:role/deploy`, BUCKET_ARN, queue.resource]);
    expect(await list('AWS::S3::Bucket')).toEqual([BUCKET_ARN]);
  });

  test('a new analyzer has not looked yet, and then finds what is there', async () => {
    const bed = await start({
      behavior: { scanLatencyMs: 60_000 },
      accounts: [{ id: ACCOUNT, buckets: [bucket()], regions: { [REGION]: {} } }],
    });
    const client = bed.accessAnalyzer();
    await client.send(new CreateAnalyzerCommand({ analyzerName: 'external', type: 'ACCOUNT' }));
    const look = async (): Promise<unknown> => {
      const { analyzers } = await client.send(new ListAnalyzersCommand({}));
      return [analyzers?.[0]?.lastResourceAnalyzedAt, (await findingsOf(client, BUCKET_ARN)).length];
    };
    expect(await look()).toEqual([undefined, 0]);
    bed.clock.advance(60_000);
    expect(await look()).toEqual([bed.clock.now(), 1]);
  });
});
