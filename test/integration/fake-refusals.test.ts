import {
  GetAnalyzerCommand,
  ListAnalyzersCommand,
  ListFindingsCommand,
  ListFindingsV2Command,
} from '@aws-sdk/client-accessanalyzer';
import { ListRegionsCommand } from '@aws-sdk/client-account';
import { PutPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { createFakeAws } from '../../src/testing/index.ts';
import {
  ACCOUNT,
  ANALYZER_ARN,
  describeBothWays,
  finding,
  oneAnalyzer,
  OTHER,
  refusal,
  REGION,
} from './fake-fixture.ts';

const analyzerArn = ANALYZER_ARN;
const USER = `arn:aws:iam::${ACCOUNT}:user/fake-user`;

describeBothWays('refusals of the fake', (start) => {
  test('an unknown key is not recognised, by each service in its own words', async () => {
    const bed = await start(oneAnalyzer([]));
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
    const message = 'The security token included in the request is invalid.';
    const client = bed.accessAnalyzer(REGION, { credentials });
    expect(await refusal(client.send(new ListAnalyzersCommand({})))).toMatchObject({
      name: 'UnrecognizedClientException',
      message,
      $metadata: { httpStatusCode: 403 },
    });
    expect(await refusal(bed.account({ credentials }).send(new ListRegionsCommand({})))).toMatchObject({
      name: 'UnrecognizedClientException',
    });
    const identity = bed.sts(REGION, { credentials }).send(new GetCallerIdentityCommand({}));
    expect(await refusal(identity)).toMatchObject({
      name: 'InvalidClientTokenId',
      message,
      $metadata: { httpStatusCode: 403 },
    });
    const s3 = bed
      .s3(REGION, { credentials })
      .send(new PutPublicAccessBlockCommand({ Bucket: 'b', PublicAccessBlockConfiguration: {} }));
    expect(await refusal(s3)).toMatchObject({ name: 'InvalidAccessKeyId' });
  });

  test('a key of the scenario works as it is written there', async () => {
    const accessKeyId = 'AKIAIOSFODNN7EXAMPLE';
    const bed = await start(oneAnalyzer([], { account: { accessKeys: [{ accessKeyId, userName: 'ci' }] } }));
    const sts = bed.sts(REGION, { credentials: { accessKeyId, secretAccessKey: 'anything' } });
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(`arn:aws:iam::${ACCOUNT}:user/ci`);
  });

  test('a session needs its own token; expired credentials are expired everywhere', async () => {
    const bed = await start(oneAnalyzer([]));
    const session = bed.fake.credentialsFor(ACCOUNT, { sessionTokenVersion: 2 });
    const { sessionToken: _, ...bare } = session;
    const list = (credentials: typeof session) =>
      bed.accessAnalyzer(REGION, { credentials }).send(new ListAnalyzersCommand({}));
    expect((await list(session)).analyzers).toHaveLength(1);
    for (const credentials of [bare, { ...session, sessionToken: 'x' }]) {
      expect(await refusal(list(credentials))).toMatchObject({ name: 'UnrecognizedClientException' });
    }
    const expired = bed.fake.credentialsFor(ACCOUNT, { expired: true });
    expect(await refusal(list(expired))).toMatchObject({
      name: 'ExpiredTokenException',
      $metadata: { httpStatusCode: 403 },
    });
    const sts = bed.sts(REGION, { credentials: expired }).send(new GetCallerIdentityCommand({}));
    expect(await refusal(sts)).toMatchObject({ name: 'ExpiredToken' });
  });

  test('opt-in Regions: not enabled, on their way, enabled, and enabled under a version 1 session token', async () => {
    const analyzers = [{ name: 'external', type: 'ACCOUNT' }];
    const optStatus = {
      'af-south-1': 'DISABLED',
      'ap-east-1': 'ENABLING',
      'eu-south-1': 'DISABLING',
      'me-south-1': 'ENABLED',
    } as const;
    const optIn = Object.entries(optStatus).map(([name, status]) => [name, { optStatus: status, analyzers }]);
    const bed = await start({
      accounts: [{ id: ACCOUNT, regions: { 'us-east-1': { analyzers }, ...(Object.fromEntries(optIn) as object) } }],
    });
    const v1 = bed.fake.credentialsFor(ACCOUNT, { sessionTokenVersion: 1 });
    const v2 = bed.fake.credentialsFor(ACCOUNT, { sessionTokenVersion: 2 });
    const list = (region: string, credentials = v2) =>
      bed.accessAnalyzer(region, { credentials }).send(new ListAnalyzersCommand({}));
    for (const region of ['us-east-1', 'me-south-1']) expect((await list(region)).analyzers).toHaveLength(1);
    for (const region of ['af-south-1', 'ap-east-1', 'eu-south-1', 'xx-nowhere-1']) {
      expect(await refusal(list(region))).toMatchObject({ name: 'UnrecognizedClientException' });
    }
    expect((await list('us-east-1', v1)).analyzers).toHaveLength(1);
    expect(await refusal(list('me-south-1', v1))).toMatchObject({ name: 'UnrecognizedClientException' });
    const sts = bed.sts('af-south-1').send(new GetCallerIdentityCommand({}));
    expect(await refusal(sts)).toMatchObject({ name: 'InvalidClientTokenId' });
    bed.fake.account(ACCOUNT).region('af-south-1').setOptStatus('ENABLED');
    expect((await list('af-south-1')).analyzers).toHaveLength(1);
  });

  test('what refuses is in the words of AWS', async () => {
    const bed = await start({
      accounts: [
        {
          id: ACCOUNT,
          regions: {
            'us-east-1': { analyzers: [{ name: 'external', type: 'ACCOUNT' }] },
            'eu-west-1': { deny: 'scp' },
            'eu-west-2': { deny: 'identity' },
          },
          deniedActions: [
            { action: 'access-analyzer:GetAnalyzer', by: 'identity-explicit', regions: ['us-east-1'] },
            'account:List*',
          ],
        },
      ],
    });
    const denied = async (call: Promise<unknown>): Promise<unknown> => {
      const { name, message, $metadata } = await refusal(call);
      expect([name, $metadata.httpStatusCode]).toEqual(['AccessDeniedException', 403]);
      return message;
    };
    const list = (region: string) => bed.accessAnalyzer(region).send(new ListAnalyzersCommand({}));
    expect(await denied(list('eu-west-1'))).toBe(
      `User: ${USER} is not authorized to perform: access-analyzer:ListAnalyzers on resource: arn:aws:access-analyzer:eu-west-1:${ACCOUNT}:* with an explicit deny in a service control policy`,
    );
    expect(await denied(list('eu-west-2'))).toBe(
      `User: ${USER} is not authorized to perform: access-analyzer:ListAnalyzers on resource: arn:aws:access-analyzer:eu-west-2:${ACCOUNT}:* because no identity-based policy allows the access-analyzer:ListAnalyzers action`,
    );
    expect(await denied(bed.accessAnalyzer().send(new GetAnalyzerCommand({ analyzerName: 'external' })))).toBe(
      `User: ${USER} is not authorized to perform: access-analyzer:GetAnalyzer on resource: ${analyzerArn} with an explicit deny in an identity-based policy`,
    );
    expect(await denied(bed.account().send(new ListRegionsCommand({})))).toBe(
      `User: ${USER} is not authorized to perform: account:ListRegions on resource: arn:aws:account::${ACCOUNT}:account because no identity-based policy allows the account:ListRegions action`,
    );
    bed.fake.account(ACCOUNT).region('eu-west-1').setDeny(undefined);
    expect((await list('eu-west-1')).analyzers).toEqual([]);
    bed.fake.account(ACCOUNT).deny('access-analyzer:ListAnalyzers');
    await denied(list('eu-west-1'));
  });

  test('a principal may do what its policy allows, by the IAM action: V2 has the same as V1', async () => {
    const bed = await start(oneAnalyzer([finding(1)]));
    const client = bed.accessAnalyzer(REGION, { allow: ['access-analyzer:listfindings', 'access-analyzer:GetAna*'] });
    expect((await client.send(new ListFindingsCommand({ analyzerArn }))).findings).toHaveLength(1);
    expect((await client.send(new ListFindingsV2Command({ analyzerArn }))).findings).toHaveLength(1);
    expect((await client.send(new GetAnalyzerCommand({ analyzerName: 'external' }))).analyzer?.name).toBe('external');
    expect(await refusal(client.send(new ListAnalyzersCommand({})))).toMatchObject({ name: 'AccessDeniedException' });
    const v2Only = bed.accessAnalyzer(REGION, { allow: ['access-analyzer:ListFindingsV2'] });
    const error = await refusal(v2Only.send(new ListFindingsV2Command({ analyzerArn })));
    expect(error['message']).toContain('not authorized to perform: access-analyzer:ListFindings on');
  });

  test('an organization’s analyzer is read by its owner; members see it where the scenario says so, and may not read it', async () => {
    const org = { name: 'org', type: 'ORGANIZATION', findings: [finding(1)] };
    const bed = await start({
      organization: { managementAccount: OTHER, accounts: [{ id: OTHER }, { id: ACCOUNT }, { id: '777788889999' }] },
      accounts: [
        { id: OTHER, regions: { [REGION]: { analyzers: [org] } } },
        { id: ACCOUNT, showsOrganizationAnalyzers: true, regions: { [REGION]: {} } },
        { id: '777788889999', regions: { [REGION]: {} } },
      ],
    });
    const arn = analyzerArn.replace(ACCOUNT, OTHER).replace('external', 'org');
    const names = async (account: string): Promise<unknown> =>
      (await bed.accessAnalyzer(REGION, { account }).send(new ListAnalyzersCommand({}))).analyzers?.map(
        (analyzer) => analyzer.arn,
      );
    expect(await names(OTHER)).toEqual([arn]);
    expect(await names(ACCOUNT)).toEqual([arn]);
    expect(await names('777788889999')).toEqual([]);
    const error = await refusal(bed.accessAnalyzer().send(new ListFindingsCommand({ analyzerArn: arn })));
    expect(error).toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${USER} is not authorized to perform: access-analyzer:ListFindings on resource: ${arn} because no resource-based policy allows the access-analyzer:ListFindings action`,
    });
    expect(await refusal(bed.accessAnalyzer().send(new GetAnalyzerCommand({ analyzerName: 'org' })))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('analyzers that are not there: by name, by ARN, by the ARN of another Region, by no ARN', async () => {
    const bed = await start(oneAnalyzer([]));
    const client = bed.accessAnalyzer();
    expect(await refusal(client.send(new GetAnalyzerCommand({ analyzerName: 'x' })))).toMatchObject({
      name: 'ResourceNotFoundException',
      resourceId: 'x',
      resourceType: 'Analyzer',
    });
    for (const arn of [`${analyzerArn}2`, analyzerArn.replace(REGION, 'eu-west-1')]) {
      expect(await refusal(client.send(new ListFindingsCommand({ analyzerArn: arn })))).toMatchObject({
        name: 'ResourceNotFoundException',
      });
    }
    for (const arn of ['external', undefined]) {
      const error = await refusal(client.send(new ListFindingsCommand({ analyzerArn: arn })));
      expect(error).toMatchObject({ name: 'ValidationException', fieldList: [{ name: 'analyzerArn' }] });
    }
  });

  test('a request tells of which call it is an attempt', async () => {
    const bed = await start(oneAnalyzer([]));
    const client = bed.accessAnalyzer();
    const headers: Record<string, string>[] = [];
    client.middlewareStack.add(
      (next) => (args) => {
        headers.push((args.request as { headers: Record<string, string> }).headers);
        return next(args);
      },
      { step: 'deserialize' },
    );
    for (let call = 0; call < 2; call += 1) await client.send(new ListFindingsCommand({ analyzerArn }));
    const told = bed.fake.requests.map(({ invocationId }) => invocationId);
    expect(told).toEqual(headers.map((sent) => sent['amz-sdk-invocation-id']));
    expect(new Set(told).size).toBe(2);
  });

  test('every answer has a request id, and every request is recorded', async () => {
    const bed = await start(oneAnalyzer([]));
    const { $metadata } = await bed.accessAnalyzer().send(new ListFindingsCommand({ analyzerArn, maxResults: 5 }));
    await refusal(bed.accessAnalyzer('eu-west-1').send(new ListAnalyzersCommand({ type: 'ACCOUNT' })));
    await bed.account().send(new ListRegionsCommand({}));
    expect(bed.fake.requests).toMatchObject([
      {
        service: 'access-analyzer',
        operation: 'ListFindings',
        region: REGION,
        account: ACCOUNT,
        status: 200,
        requestId: $metadata.requestId,
        input: { analyzerArn, maxResults: 5 },
        at: bed.clock.now().toISOString(),
      },
      { operation: 'ListAnalyzers', region: 'eu-west-1', status: 403, input: { type: 'ACCOUNT' } },
      { service: 'account', operation: 'ListRegions', status: 200 },
    ]);
    bed.fake.clearRequests();
    expect(bed.fake.requests).toEqual([]);
  });
});

test('a route that the fake does not have, an unsigned request and a body that is no JSON are refused', async () => {
  const fake = createFakeAws(oneAnalyzer([]));
  await using server = await fake.listen();
  const { accessKeyId } = fake.credentialsFor(ACCOUNT);
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261120/us-east-1/access-analyzer/aws4_request, SignedHeaders=host, Signature=0`;
  const ask = async (path: string, init: RequestInit): Promise<unknown> => {
    const response = await fetch(server.url + path, init);
    return [response.status, response.headers.get('x-amzn-errortype')];
  };
  const headers = { authorization };
  expect(await ask('/policy/validation', { method: 'POST', headers })).toEqual([404, 'UnknownOperationException']);
  expect(await ask('/finding', { method: 'POST', headers, body: '{"analyzerArn":' })).toEqual([
    400,
    'SerializationException',
  ]);
  const organizations = {
    authorization: authorization.replace('access-analyzer/', 'organizations/'),
    'x-amz-target': 'AWSOrganizationsV20161128.ListAccounts',
  };
  expect(await ask('/', { method: 'POST', headers: organizations, body: '{"MaxResults":' })).toEqual([
    400,
    'SerializationException',
  ]);
  expect(await ask('/analyzer', { headers: { host: 'access-analyzer.us-east-1.amazonaws.com' } })).toEqual([
    403,
    'MissingAuthenticationTokenException',
  ]);
});

test('an account id that is not twelve digits, and accounts that are not in the scenario, are refused', () => {
  expect(() => createFakeAws({ accounts: [{ id: '1', regions: {} }] })).toThrow(
    /accounts\[0\]\.id: found "1", expected twelve digits/u,
  );
  const fake = createFakeAws(oneAnalyzer([]));
  expect(() => fake.credentialsFor(OTHER)).toThrow(`The scenario has no account ${OTHER}`);
  expect(() => fake.account(ACCOUNT).region(REGION).analyzer('x')).toThrow('has no analyzer x');
});
