import type { FakeHttpRequest } from '../types.ts';

/** An S3 request, understood. */
export interface S3Route {
  readonly operation: S3Operation;
  /** Path, query and header members by AWS's names, for the record of requests. */
  readonly input: Readonly<Record<string, string>>;
}

/** The S3 operations that the fake answers. The last three are S3 Control's, on the account. */
export type S3Operation =
  | 'ListBuckets'
  | 'HeadBucket'
  | 'GetBucketLocation'
  | 'GetBucketAcl'
  | 'PutBucketAcl'
  | 'GetBucketPolicy'
  | 'PutBucketPolicy'
  | 'DeleteBucketPolicy'
  | 'GetBucketPolicyStatus'
  | 'GetPublicAccessBlock'
  | 'PutPublicAccessBlock'
  | 'DeletePublicAccessBlock'
  | 'GetAccountPublicAccessBlock'
  | 'PutAccountPublicAccessBlock'
  | 'DeleteAccountPublicAccessBlock';

/** By method and subresource, which S3 names in the query. */
const BUCKET_OPERATIONS: Readonly<Record<string, S3Operation>> = {
  'GET location': 'GetBucketLocation',
  'GET acl': 'GetBucketAcl',
  'PUT acl': 'PutBucketAcl',
  'GET policy': 'GetBucketPolicy',
  'PUT policy': 'PutBucketPolicy',
  'DELETE policy': 'DeleteBucketPolicy',
  'GET policyStatus': 'GetBucketPolicyStatus',
  'GET publicAccessBlock': 'GetPublicAccessBlock',
  'PUT publicAccessBlock': 'PutPublicAccessBlock',
  'DELETE publicAccessBlock': 'DeletePublicAccessBlock',
};

const ACCOUNT_OPERATIONS: Readonly<Record<string, S3Operation>> = {
  GET: 'GetAccountPublicAccessBlock',
  PUT: 'PutAccountPublicAccessBlock',
  DELETE: 'DeleteAccountPublicAccessBlock',
};

const CONTROL_PATH = '/v20180820/configuration/publicAccessBlock';

/** Says what an S3 or S3 Control request asks; undefined for what the fake does not answer (objects above all). */
export function routeS3(request: FakeHttpRequest): S3Route | undefined {
  if (request.path === CONTROL_PATH) return routeControl(request);
  const address = s3Address(request);
  if (address.key !== '') return undefined;
  if (address.bucket === undefined) {
    return request.method === 'GET' ? { operation: 'ListBuckets', input: {} } : undefined;
  }
  const operation = bucketOperation(request);
  if (operation === undefined) return undefined;
  const expectedOwner = request.headers['x-amz-expected-bucket-owner'];
  return {
    operation,
    input: {
      Bucket: address.bucket,
      ...(expectedOwner === undefined ? {} : { ExpectedBucketOwner: expectedOwner }),
    },
  };
}

/** The Region that the host is of; undefined when the host does not say (a loopback address). */
export function s3HostRegion(host: string): string | undefined {
  const match = S3_HOST.exec(host);
  return match === null ? undefined : (match.groups?.['region'] ?? 'us-east-1');
}

function routeControl({ method, host, headers }: FakeHttpRequest): S3Route | undefined {
  const operation = ACCOUNT_OPERATIONS[method];
  const account = headers['x-amz-account-id'] ?? /^(\d{12})\./.exec(host)?.[1];
  return operation === undefined || account === undefined ? undefined : { operation, input: { AccountId: account } };
}

function bucketOperation({ method, query }: FakeHttpRequest): S3Operation | undefined {
  const subresource = Object.keys(query).find((name) => Object.hasOwn(BUCKET_OPERATIONS, `GET ${name}`));
  if (subresource !== undefined) return BUCKET_OPERATIONS[`${method} ${subresource}`];
  return method === 'HEAD' ? 'HeadBucket' : undefined;
}

/** `BUCKET.s3[-fips][.dualstack].REGION.amazonaws.com`, with or without the bucket and the Region. */
const S3_HOST =
  /^(?:(?<bucket>.+)\.)?s3(?:-fips|-accelerate)?(?:\.dualstack)?(?:[.-](?<region>[a-z]{2,4}(?:-[a-z]+)+-\d+))?\.amazonaws\.com(?:\.cn)?$/;

interface S3Address {
  readonly bucket: string | undefined;
  readonly key: string;
}

/** Where S3 puts the bucket: before the host (virtual-hosted style) or first in the path. The key stays encoded. */
function s3Address({ host, path }: FakeHttpRequest): S3Address {
  const hosted = S3_HOST.exec(host)?.groups?.['bucket'] ?? /^(.+)\.localhost$/.exec(host)?.[1];
  const [first = '', ...rest] = path.split('/').slice(1);
  if (hosted !== undefined) return { bucket: hosted, key: [first, ...rest].join('/') };
  // Bucket names need no encoding; an encoded one is no bucket of ours.
  return { bucket: first === '' ? undefined : first, key: rest.join('/') };
}
