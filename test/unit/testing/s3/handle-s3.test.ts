import {
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketAclCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketAclCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { OWNER, s3Fixture, STRANGER } from './s3-fixture.ts';

const Bucket = 'cc-project5-log-data';
const BLOCK_ALL = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const PUBLIC_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` }],
});
const PRIVATE_POLICY = JSON.stringify({ Version: '2012-10-17', Statement: [] });

const here = { name: Bucket, region: 'us-east-1' };

describe.each([{ pathStyle: false }, { pathStyle: true }])('an S3 client, path style $pathStyle', ({ pathStyle }) => {
  it('puts, gets and deletes a public access block', async () => {
    const client = s3Fixture(here).client({ pathStyle });
    await expect(client.send(new GetPublicAccessBlockCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchPublicAccessBlockConfiguration',
      $metadata: { httpStatusCode: 404 },
    });
    await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: BLOCK_ALL }));
    expect(await client.send(new GetPublicAccessBlockCommand({ Bucket }))).toMatchObject({
      PublicAccessBlockConfiguration: BLOCK_ALL,
    });
    await client.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await expect(client.send(new GetPublicAccessBlockCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchPublicAccessBlockConfiguration',
    });
  });

  it('takes an absent flag for false', async () => {
    const client = s3Fixture(here).client({ pathStyle });
    const configuration = { IgnorePublicAcls: true };
    await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: configuration }));
    expect((await client.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: false,
      IgnorePublicAcls: true,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    });
  });

  it('refuses a block without a flag', async () => {
    const command = new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: {} });
    await expect(s3Fixture(here).client({ pathStyle }).send(command)).rejects.toMatchObject({ name: 'InvalidRequest' });
  });

  it('tells where a bucket is', async () => {
    const fixture = s3Fixture(here, { name: 'other', region: 'eu-west-1' });
    const client = fixture.client({ pathStyle });
    expect((await client.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('us-east-1');
    expect((await client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeFalsy();
    expect((await client.send(new GetBucketLocationCommand({ Bucket: 'other' }))).LocationConstraint).toBe('eu-west-1');
  });

  it('keeps a policy and says whether it is public', async () => {
    const client = s3Fixture(here).client({ pathStyle });
    const status = async (): Promise<unknown> =>
      (await client.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus?.IsPublic;
    await expect(status()).rejects.toMatchObject({ name: 'NoSuchBucketPolicy', $metadata: { httpStatusCode: 404 } });
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy: PUBLIC_POLICY }));
    expect((await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(PUBLIC_POLICY);
    expect(await status()).toBe(true);
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy: PRIVATE_POLICY }));
    expect(await status()).toBe(false);
    await client.send(new DeleteBucketPolicyCommand({ Bucket }));
    await expect(client.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucketPolicy',
    });
  });

  it('keeps an ACL, canned or in full', async () => {
    const client = s3Fixture(here).client({ pathStyle });
    const grants = async (): Promise<unknown> => (await client.send(new GetBucketAclCommand({ Bucket }))).Grants;
    const owners = { Grantee: { Type: 'CanonicalUser', ID: OWNER.padStart(64, '0') }, Permission: 'FULL_CONTROL' };
    expect(await grants()).toEqual([owners]);
    await client.send(new PutBucketAclCommand({ Bucket, ACL: 'public-read' }));
    const everybody = { Type: 'Group' as const, URI: 'http://acs.amazonaws.com/groups/global/AllUsers' };
    expect(await grants()).toEqual([owners, { Grantee: everybody, Permission: 'READ' }]);
    const Grants = [
      { Grantee: everybody, Permission: 'READ_ACP' as const },
      { Grantee: { Type: 'CanonicalUser' as const, ID: 'a'.repeat(64) }, Permission: 'WRITE' as const },
    ];
    await client.send(new PutBucketAclCommand({ Bucket, AccessControlPolicy: { Grants, Owner: { ID: 'x' } } }));
    expect(await grants()).toEqual(Grants);
  });
});

describe('what S3 refuses', () => {
  const other = { name: 'bucket-of-another-account', region: 'us-east-1' };

  it('says NoSuchBucket, and HEAD just 404', async () => {
    const client = s3Fixture().client();
    await expect(client.send(new GetPublicAccessBlockCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(client.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('denies another account’s bucket', async () => {
    const fixture = s3Fixture(other);
    fixture.caller = { account: STRANGER, region: 'us-east-1' };
    const get = fixture.client().send(new GetPublicAccessBlockCommand({ Bucket: other.name }));
    await expect(get).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
    expect((await fixture.client().send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
  });

  it('denies when the bucket has another owner than expected', async () => {
    const client = s3Fixture(here).client();
    const block = { Bucket, PublicAccessBlockConfiguration: BLOCK_ALL };
    const wrong = new PutPublicAccessBlockCommand({ ...block, ExpectedBucketOwner: STRANGER });
    await expect(client.send(wrong)).rejects.toMatchObject({ name: 'AccessDenied' });
    await client.send(new PutPublicAccessBlockCommand({ ...block, ExpectedBucketOwner: OWNER }));
  });

  it.each<[string, (client: S3Client) => Promise<unknown>]>([
    ['s3:GetBucketPublicAccessBlock', (client) => client.send(new GetPublicAccessBlockCommand({ Bucket }))],
    ['s3:PutBucketPublicAccessBlock', (client) => client.send(new DeletePublicAccessBlockCommand({ Bucket }))],
    ['s3:GetBucketLocation', (client) => client.send(new GetBucketLocationCommand({ Bucket }))],
    ['s3:GetBucketAcl', (client) => client.send(new GetBucketAclCommand({ Bucket }))],
    ['s3:PutBucketAcl', (client) => client.send(new PutBucketAclCommand({ Bucket, ACL: 'private' }))],
    ['s3:GetBucketPolicy', (client) => client.send(new GetBucketPolicyCommand({ Bucket }))],
    ['s3:PutBucketPolicy', (client) => client.send(new PutBucketPolicyCommand({ Bucket, Policy: '{}' }))],
    ['s3:DeleteBucketPolicy', (client) => client.send(new DeleteBucketPolicyCommand({ Bucket }))],
    ['s3:GetBucketPolicyStatus', (client) => client.send(new GetBucketPolicyStatusCommand({ Bucket }))],
    ['s3:ListAllMyBuckets', (client) => client.send(new ListBucketsCommand({}))],
  ])('denies who may not %s', async (action, call) => {
    const fixture = s3Fixture(here);
    fixture.denied.add(action);
    await expect(call(fixture.client())).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(action) as string,
    });
  });

  it('redirects to the bucket’s Region and names it', async () => {
    const client = s3Fixture({ name: Bucket, region: 'eu-west-1' }).client();
    await expect(client.send(new GetPublicAccessBlockCommand({ Bucket }))).rejects.toMatchObject({
      name: 'PermanentRedirect',
      $metadata: { httpStatusCode: 301 },
      $response: { headers: { 'x-amz-bucket-region': 'eu-west-1' } },
    });
    await expect(client.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 301 },
      $response: { headers: { 'x-amz-bucket-region': 'eu-west-1' } },
    });
  });

  it('refuses a signature for another Region than the host’s', () => {
    const fixture = s3Fixture(here);
    fixture.caller = { account: OWNER, region: 'eu-west-1' };
    const response = fixture.request({
      host: `${Bucket}.s3.us-east-1.amazonaws.com`,
      query: { publicAccessBlock: [''] },
    });
    expect(response.status).toBe(400);
    expect(response.body).toContain('<Code>AuthorizationHeaderMalformed</Code>');
    expect(response.body).toContain('<Region>us-east-1</Region>');
    expect(response.headers['x-amz-bucket-region']).toBe('us-east-1');
  });

  it.each<[string, string]>([
    ['no JSON', '{'],
    ['no policy', '[]'],
    ['a statement without effect', '{"Statement":[{}]}'],
  ])('refuses a policy that is %s', async (_title, Policy) => {
    const put = s3Fixture(here).client().send(new PutBucketPolicyCommand({ Bucket, Policy }));
    await expect(put).rejects.toMatchObject({ name: 'MalformedPolicy', $metadata: { httpStatusCode: 400 } });
  });

  it('refuses a block that is no XML', () => {
    const response = s3Fixture(here).request({
      method: 'PUT',
      path: `/${Bucket}`,
      query: { publicAccessBlock: [''] },
      body: '{}',
    });
    expect(response.status).toBe(400);
    expect(response.body).toContain('<Code>MalformedXML</Code>');
  });

  it.each([
    ['an unknown canned ACL', { headers: { 'x-amz-acl': 'open' } }],
    [
      'a grantee that is nobody',
      { body: '<AccessControlPolicy><Grant><Permission>READ</Permission></Grant></AccessControlPolicy>' },
    ],
  ])('refuses %s', (_title, request) => {
    const response = s3Fixture(here).request({ method: 'PUT', path: `/${Bucket}`, query: { acl: [''] }, ...request });
    expect(response.status).toBe(400);
    expect(response.body).toContain('<Code>InvalidArgument</Code>');
  });

  it('has no objects', async () => {
    const get = s3Fixture(here)
      .client()
      .send(new GetObjectCommand({ Bucket, Key: 'a/b' }));
    await expect(get).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } });
  });

  it.each(['POST', 'PATCH'])('does not know %s on a subresource', (method) => {
    expect(s3Fixture(here).request({ method, path: `/${Bucket}`, query: { acl: [''] } }).status).toBe(501);
  });
});

describe('BlockPublicPolicy and BlockPublicAcls', () => {
  const blocked = { ...here, publicAccessBlock: BLOCK_ALL };

  it('refuse what lets everybody in, and nothing else', async () => {
    const client = s3Fixture(blocked).client();
    const policy = client.send(new PutBucketPolicyCommand({ Bucket, Policy: PUBLIC_POLICY }));
    await expect(policy).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('BlockPublicPolicy') as string,
    });
    const acl = client.send(new PutBucketAclCommand({ Bucket, ACL: 'public-read-write' }));
    await expect(acl).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('BlockPublicAcls') as string,
    });
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy: PRIVATE_POLICY }));
    await client.send(new PutBucketAclCommand({ Bucket, ACL: 'private' }));
  });

  it('count when the account has them', async () => {
    const fixture = s3Fixture(here);
    fixture.blocks.set(OWNER, BLOCK_ALL);
    const policy = fixture.client().send(new PutBucketPolicyCommand({ Bucket, Policy: PUBLIC_POLICY }));
    await expect(policy).rejects.toMatchObject({ name: 'AccessDenied' });
    const acl = fixture.client().send(new PutBucketAclCommand({ Bucket, ACL: 'authenticated-read' }));
    await expect(acl).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('S3 Control', () => {
  const path = '/v20180820/configuration/publicAccessBlock';
  const body =
    '<PublicAccessBlockConfiguration><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>';

  it.each([
    ['by its header', { host: '127.0.0.1', headers: { 'x-amz-account-id': OWNER } }],
    ['by its host', { host: `${OWNER}.s3-control.us-east-1.amazonaws.com` }],
  ])('puts, gets and deletes the block of an account named %s', (_title, account) => {
    const fixture = s3Fixture();
    const missing = fixture.request({ path, ...account });
    expect(missing.status).toBe(404);
    expect(missing.body).toContain(
      '<ErrorResponse xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"><Error><Code>NoSuchPublicAccessBlockConfiguration</Code>',
    );
    expect(fixture.request({ method: 'PUT', path, body, ...account }).status).toBe(201);
    expect(fixture.blocks.get(OWNER)).toMatchObject({ RestrictPublicBuckets: true, BlockPublicAcls: false });
    expect(fixture.request({ path, ...account }).body).toContain('<RestrictPublicBuckets>true</RestrictPublicBuckets>');
    expect(fixture.request({ method: 'DELETE', path, ...account }).status).toBe(204);
    expect(fixture.blocks.has(OWNER)).toBe(false);
  });

  it('denies another account, and who may not', () => {
    const fixture = s3Fixture();
    expect(fixture.request({ path, headers: { 'x-amz-account-id': STRANGER } }).status).toBe(403);
    fixture.denied.add('s3:PutAccountPublicAccessBlock');
    const put = fixture.request({ method: 'PUT', path, body, headers: { 'x-amz-account-id': OWNER } });
    expect(put.body).toContain('s3:PutAccountPublicAccessBlock');
  });

  it('knows no account without a name for it', () => {
    expect(s3Fixture().request({ path }).status).toBe(501);
  });
});
