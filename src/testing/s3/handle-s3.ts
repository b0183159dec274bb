import type { FakeBucket, FakeHttpRequest, FakeHttpResponse, FakeS3State } from '../types.ts';
import { xml } from '../services/xml.ts';
import { accountOperation } from './account-operations.ts';
import { BUCKET_OPERATIONS, document, S3_NAMESPACE } from './bucket-operations.ts';
import { routeS3, s3HostRegion, type S3Operation } from './route-s3.ts';
import { s3AccessDenied, S3Error, s3ErrorResponse } from './s3-error.ts';

/**
 * Answers a request to S3 or S3 Control as AWS does, as far as public access blocks, bucket policies and ACLs go: the Region
 * first, then existence, the expected owner, and permission. Objects are not kept; asking for one is NotImplemented.
 * Another account's bucket is denied whatever its policy allows.
 */
export function handleS3(request: FakeHttpRequest, state: FakeS3State): FakeHttpResponse {
  const route = routeS3(request);
  try {
    if (route === undefined) {
      throw new S3Error(
        'NotImplemented',
        501,
        'A header or operation you provided implies functionality that is not implemented',
      );
    }
    const { operation, input } = route;
    if (operation === 'ListBuckets') return listBuckets(state);
    if (input['AccountId'] !== undefined) return accountOperation(operation, input['AccountId'], request, state);
    return bucketOperation(operation, input['Bucket'] ?? '', request, state);
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return s3ErrorResponse(error, {
      head: request.method === 'HEAD',
      control: route?.input['AccountId'] !== undefined,
    });
  }
}

function bucketOperation(
  operation: S3Operation,
  name: string,
  request: FakeHttpRequest,
  state: FakeS3State,
): FakeHttpResponse {
  const found = state.bucket(name);
  checkSignedRegion(request, state, found?.bucket);
  if (found === undefined) {
    throw new S3Error('NoSuchBucket', 404, 'The specified bucket does not exist', { BucketName: name });
  }
  const { bucket, owner } = found;
  checkBucketRegion(operation, bucket, state);
  const expectedOwner = request.headers['x-amz-expected-bucket-owner'];
  if (expectedOwner !== undefined && expectedOwner !== owner.account) throw inRegion(s3AccessDenied(), bucket);
  const known = BUCKET_OPERATIONS[operation];
  if (known === undefined) throw new S3Error('NotImplemented', 501, `${operation} is not implemented`);
  const denied = state.denial(known.action, `arn:${owner.partition}:s3:::${name}`);
  if (denied !== undefined || owner.account !== state.caller.account) {
    throw inRegion(s3AccessDenied(denied), bucket);
  }
  return known.run({ request, state, bucket, owner });
}

/** Signed for another Region than the host's: S3 cannot check the signature, and tells which Region it wants. */
function checkSignedRegion(request: FakeHttpRequest, state: FakeS3State, bucket: FakeBucket | undefined): void {
  const expected = s3HostRegion(request.host);
  const { region } = state.caller;
  if (expected === undefined || expected === region) return;
  throw new S3Error(
    'AuthorizationHeaderMalformed',
    400,
    `The authorization header is malformed; the region '${region}' is wrong; expecting '${expected}'`,
    { Region: expected },
    bucket === undefined ? {} : { 'x-amz-bucket-region': bucket.region },
  );
}

/** Asked in another Region than the bucket's: S3 names the right one. Only us-east-1 tells every bucket's location. */
function checkBucketRegion(operation: S3Operation, bucket: FakeBucket, state: FakeS3State): void {
  const { region } = state.caller;
  if (bucket.region === region || (operation === 'GetBucketLocation' && region === 'us-east-1')) return;
  throw new S3Error(
    'PermanentRedirect',
    301,
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    { Endpoint: `${bucket.name}.s3.${bucket.region}.amazonaws.com`, Bucket: bucket.name },
    { 'x-amz-bucket-region': bucket.region },
  );
}

function inRegion(error: S3Error, bucket: FakeBucket): S3Error {
  return new S3Error(error.code, error.status, error.message, error.details, { 'x-amz-bucket-region': bucket.region });
}

function listBuckets(state: FakeS3State): FakeHttpResponse {
  const denied = state.denial('s3:ListAllMyBuckets', '*');
  if (denied !== undefined) throw s3AccessDenied(denied);
  const buckets = state.ownBuckets.map(({ name, region }) => ({ Name: name, BucketRegion: region }));
  return document(xml('ListAllMyBucketsResult', { Buckets: { Bucket: buckets } }, ` xmlns="${S3_NAMESPACE}"`));
}
