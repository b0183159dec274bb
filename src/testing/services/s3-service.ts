import type { FakeS3State } from '../types.ts';
import { xml } from './xml.ts';
import { handleS3, routeS3 } from '../s3/index.ts';
import { ownerOf, type AccountState } from '../state/account-state.ts';
import { denial, type World } from '../state/world.ts';
import type { Call, FakeServiceModule } from './service.ts';

/** What S3 calls what the JSON services call otherwise. */
const S3_CODES: Readonly<Record<string, string>> = {
  UnrecognizedClientException: 'InvalidAccessKeyId',
  ExpiredTokenException: 'ExpiredToken',
  AccessDeniedException: 'AccessDenied',
  MissingAuthenticationTokenException: 'AccessDenied',
  UnknownOperationException: 'NotImplemented',
  ThrottlingException: 'SlowDown',
  InternalServerException: 'InternalError',
};

/** S3 and S3 Control, as far as public access goes. REST-XML protocol. */
export const s3Service: FakeServiceModule = {
  route: routeS3,
  answer: (call) => handleS3(call.request, s3State(call)),
  error(error, requestId) {
    const content = { Code: S3_CODES[error.code] ?? error.code, Message: error.message, RequestId: requestId };
    return {
      status: error.status === 429 ? 503 : error.status,
      headers: { 'content-type': 'application/xml', ...error.headers },
      body: `<?xml version="1.0" encoding="UTF-8"?>\n${xml('Error', content)}`,
    };
  },
};

function s3State({ world, principal, region }: Call): FakeS3State {
  return {
    caller: { account: principal.account.id, region },
    bucket(name) {
      for (const account of world.accounts.values()) {
        const bucket = account.buckets.get(name);
        if (bucket !== undefined) return { bucket, owner: ownerOf(account) };
      }
      return undefined;
    },
    putBucket: (owner, bucket) => void accountOf(world, owner).buckets.set(bucket.name, bucket),
    ownBuckets: [...principal.account.buckets.values()],
    accountPublicAccessBlock: (id) => world.accounts.get(id)?.publicAccessBlock,
    putAccountPublicAccessBlock(id, block) {
      accountOf(world, id).publicAccessBlock = block;
    },
    denial: (action, resource) => denial(principal, action, region, resource),
  };
}

function accountOf(world: World, id: string): AccountState {
  const account = world.accounts.get(id);
  if (account === undefined) throw new Error(`The scenario has no account ${id}`);
  return account;
}
