import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { handleS3 } from '../../../../src/testing/s3/index.ts';
import type {
  FakeBucket,
  FakeHttpRequest,
  FakeHttpResponse,
  FakePublicAccessBlock,
  FakeS3State,
} from '../../../../src/testing/types.ts';

export const OWNER = '111122223333';
export const STRANGER = '444455556666';

/** The least of a state that S3 can be tested with: two accounts, their buckets, what the caller is denied. */
export interface S3Fixture {
  readonly buckets: Map<string, { bucket: FakeBucket; account: string }>;
  readonly blocks: Map<string, FakePublicAccessBlock>;
  readonly denied: Set<string>;
  caller: { account: string; region: string };
  request(request: Partial<FakeHttpRequest>): FakeHttpResponse;
  client(options?: { region?: string; pathStyle?: boolean }): S3Client;
}

export function s3Fixture(...buckets: readonly FakeBucket[]): S3Fixture {
  const fixture: S3Fixture = {
    buckets: new Map(buckets.map((bucket) => [bucket.name, { bucket, account: OWNER }])),
    blocks: new Map(),
    denied: new Set(),
    caller: { account: OWNER, region: 'us-east-1' },
    request: (request) =>
      handleS3(
        { method: 'GET', host: '127.0.0.1', path: '/', query: {}, headers: {}, body: '', ...request },
        stateOf(fixture, fixture.caller.region),
      ),
    client: ({ region = 'us-east-1', pathStyle = false } = {}) =>
      new S3Client({
        region,
        forcePathStyle: pathStyle,
        maxAttempts: 1,
        credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
        requestHandler: {
          handle: async (request: SdkRequest) => {
            const response = handleS3(fromSdk(request), stateOf(fixture, region));
            return {
              response: {
                statusCode: response.status,
                headers: { ...response.headers },
                body: Readable.from([Buffer.from(response.body)]),
              },
            };
          },
        } as never,
      }),
  };
  return fixture;
}

interface SdkRequest {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query: Record<string, string | string[] | null>;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

function fromSdk(request: SdkRequest): FakeHttpRequest {
  return {
    method: request.method,
    host: request.hostname,
    path: request.path,
    query: Object.fromEntries(Object.entries(request.query).map(([name, value]) => [name, [value ?? ''].flat()])),
    headers: request.headers,
    body: typeof request.body === 'string' ? request.body : '',
  };
}

function stateOf(fixture: S3Fixture, region: string): FakeS3State {
  const { caller, buckets, blocks, denied } = fixture;
  return {
    caller: { ...caller, region },
    bucket(name) {
      const found = buckets.get(name);
      if (found === undefined) return undefined;
      const owner = {
        account: found.account,
        partition: 'aws',
        canonicalUserId: found.account.padStart(64, '0'),
        publicAccessBlock: blocks.get(found.account),
      };
      return { bucket: found.bucket, owner };
    },
    putBucket: (account, bucket) => void buckets.set(bucket.name, { bucket, account }),
    ownBuckets: [...buckets.values()].filter(({ account }) => account === caller.account).map(({ bucket }) => bucket),
    accountPublicAccessBlock: (account) => blocks.get(account),
    putAccountPublicAccessBlock(account, block) {
      if (block === undefined) blocks.delete(account);
      else blocks.set(account, block);
    },
    denial: (action, resource) =>
      denied.has(action) ? `not authorized to perform: ${action} on ${resource}` : undefined,
  };
}
