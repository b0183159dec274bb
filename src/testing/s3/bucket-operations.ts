import { effectiveBlock, isPublicAcl, isPublicPolicy, readPolicy } from '../analysis/index.ts';
import type { FakeBucket, FakeHttpRequest, FakeHttpResponse, FakeOwner, FakeS3State } from '../types.ts';
import { xml } from '../services/xml.ts';
import { readAcl, writeAcl } from './acl-xml.ts';
import { readBlock, writeBlock } from './block-xml.ts';
import type { S3Operation } from './route-s3.ts';
import { s3AccessDenied, S3Error } from './s3-error.ts';

/** A request on a bucket that exists, is here and may be used. */
export interface BucketCall {
  readonly request: FakeHttpRequest;
  readonly state: FakeS3State;
  readonly bucket: FakeBucket;
  readonly owner: FakeOwner;
}

/** An operation on a bucket: the IAM action it takes and what it does. */
export interface BucketOperation {
  readonly action: string;
  run(call: BucketCall): FakeHttpResponse;
}

/** The namespace of S3's documents. */
export const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** The operations on a bucket. */
export const BUCKET_OPERATIONS: Readonly<Partial<Record<S3Operation, BucketOperation>>> = {
  HeadBucket: { action: 's3:ListBucket', run: ({ bucket }) => noBody(200, bucket) },
  GetBucketLocation: {
    action: 's3:GetBucketLocation',
    run({ bucket }) {
      // The oldest Region has no name here.
      const region = bucket.region === 'us-east-1' ? '' : bucket.region;
      return document(xml('LocationConstraint', region, ` xmlns="${S3_NAMESPACE}"`));
    },
  },
  GetPublicAccessBlock: {
    action: 's3:GetBucketPublicAccessBlock',
    run({ bucket }) {
      if (bucket.publicAccessBlock === undefined) throw noSuchBlock({ BucketName: bucket.name });
      return document(writeBlock(bucket.publicAccessBlock, S3_NAMESPACE));
    },
  },
  PutPublicAccessBlock: {
    action: 's3:PutBucketPublicAccessBlock',
    run: (call) => change(call, { publicAccessBlock: readBlock(call.request.body) }, 200),
  },
  DeletePublicAccessBlock: {
    // There is no action to delete it: AWS asks for the one that puts it.
    action: 's3:PutBucketPublicAccessBlock',
    run: (call) => change(call, { publicAccessBlock: undefined }, 204),
  },
  GetBucketPolicy: {
    action: 's3:GetBucketPolicy',
    run({ bucket: { name, policy } }) {
      if (policy === undefined) throw noSuchPolicy(name);
      const body = typeof policy === 'string' ? policy : JSON.stringify(policy);
      return { status: 200, headers: { 'content-type': 'application/json' }, body };
    },
  },
  PutBucketPolicy: {
    action: 's3:PutBucketPolicy',
    run(call) {
      const policy = call.request.body;
      try {
        readPolicy(policy);
      } catch (error) {
        throw new S3Error(
          'MalformedPolicy',
          400,
          error instanceof TypeError ? error.message : 'Policies must be valid JSON',
        );
      }
      if (blockOf(call).blocksPublicPolicy && isPublicPolicy(policy, call.bucket, call.owner)) {
        throw s3AccessDenied(
          'Access Denied: public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.',
        );
      }
      return change(call, { policy }, 204);
    },
  },
  DeleteBucketPolicy: { action: 's3:DeleteBucketPolicy', run: (call) => change(call, { policy: undefined }, 204) },
  GetBucketPolicyStatus: {
    action: 's3:GetBucketPolicyStatus',
    run({ bucket, owner }) {
      if (bucket.policy === undefined) throw noSuchPolicy(bucket.name);
      const isPublic = String(isPublicPolicy(bucket.policy, bucket, owner));
      return document(xml('PolicyStatus', { IsPublic: isPublic }, ` xmlns="${S3_NAMESPACE}"`));
    },
  },
  GetBucketAcl: { action: 's3:GetBucketAcl', run: ({ bucket, owner }) => document(writeAcl(bucket.acl, owner)) },
  PutBucketAcl: {
    action: 's3:PutBucketAcl',
    run(call) {
      const acl = readAcl(call.request.body, call.request.headers['x-amz-acl'], call.owner);
      if (blockOf(call).blocksPublicAcls && isPublicAcl(acl)) {
        throw s3AccessDenied(
          'Access Denied: public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access.',
        );
      }
      return change(call, { acl }, 200);
    },
  },
};

/** No public access block has been put. */
export function noSuchBlock(details: Readonly<Record<string, string>>): S3Error {
  const message = 'The public access block configuration was not found';
  return new S3Error('NoSuchPublicAccessBlockConfiguration', 404, message, details);
}

/** An answer with an XML document. */
export function document(body: string): FakeHttpResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  };
}

function change(call: BucketCall, members: Partial<FakeBucket>, status: number): FakeHttpResponse {
  call.state.putBucket(call.owner.account, { ...call.bucket, ...members });
  return noBody(status, call.bucket);
}

function noBody(status: number, bucket: FakeBucket): FakeHttpResponse {
  return { status, headers: { 'x-amz-bucket-region': bucket.region }, body: '' };
}

function blockOf({ bucket, owner }: BucketCall): ReturnType<typeof effectiveBlock> {
  return effectiveBlock(bucket.publicAccessBlock, owner.publicAccessBlock);
}

function noSuchPolicy(bucket: string): S3Error {
  return new S3Error('NoSuchBucketPolicy', 404, 'The bucket policy does not exist', { BucketName: bucket });
}
