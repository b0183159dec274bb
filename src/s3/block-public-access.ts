import { AwsCallError } from '../errors/aws-call-error.ts';
import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { changeResult } from '../journal/change-result.ts';
import { journaled } from '../journal/journaled.ts';
import { checkWriteOptions, type WriteOptions } from '../journal/write-options.ts';
import { parseArn } from '../model/arn.ts';
import { bucketName, type BucketTarget } from './bucket-name.ts';
import { openBucket, readBlock, writeBlock, type OpenBucket } from './open-bucket.ts';
import { ALL_BLOCKED, sameBlock, type PublicAccessBlock } from './public-access-block.ts';
import type { S3ClientSource } from './s3-client-like.ts';

/** What {@link blockPublicAccess} did, or in a dry run would do. */
export interface BlockedBucket {
  /** The name, also where an ARN was given. */
  readonly bucket: string;
  /** Where the calls were sent: the bucket's own, but for a client that follows S3's redirections itself, whose own it is then. */
  readonly region: string;
  /** The block as it was. Absent: the bucket had none of its own. */
  readonly before?: PublicAccessBlock;
  /** The block as it is now: read back after a change. In a dry run: as it would be. */
  readonly after: PublicAccessBlock;
  /** False: everything was blocked already, or it is a dry run. */
  readonly changed: boolean;
  /** Whether this is what would be: no call that changes anything was made. */
  readonly dryRun: boolean;
  /**
   * Puts the block back as it was before, journaled like the change. Does nothing where nothing was changed, or where it is as before
   * already.
   *
   * @throws an error with code `STATE_CHANGED` when somebody has changed the block since; `AwsCallError`; `signal.reason`.
   */
  undo(options?: WriteOptions): Promise<void>;
}

/**
 * Blocks all public access to a bucket by its own public access block: all four flags. Grants to named accounts and principals stay, and
 * a public web site stops working: `planRemediation` says so beforehand.
 *
 * The state before is read first; when it cannot be read nothing is written, since nothing could be undone. A flag that is set already is
 * never loosened. Needs the package `@aws-sdk/client-s3`, an optional peer, and the IAM actions `s3:GetBucketPublicAccessBlock` and
 * `s3:PutBucketPublicAccessBlock`.
 *
 * @throws `InvalidInputError` before any call; an error with code `REGION_MISMATCH` when the bucket is in another Region and the client
 * cannot follow, `MISSING_PEER` without the package, `STATE_CHANGED` when the block is not set afterwards;
 * `AwsCallError`; `signal.reason` on an abort.
 *
 * @example
 * ```ts
 * const s3 = (region: string) => new S3Client(clients.clientConfig(region));
 * const { before, undo } = await blockPublicAccess(s3, { bucket: 'reports', expectedBucketOwner: '111122223333' });
 * ```
 */
export async function blockPublicAccess(
  s3: S3ClientSource,
  target: BucketTarget,
  options: WriteOptions = {},
): Promise<BlockedBucket> {
  const name = bucketName(target);
  checkWriteOptions(options);
  const { dryRun = false, signal } = options;
  signal?.throwIfAborted();
  const { block: before, bucket } = await openBucket(s3, {
    name,
    owner: target.expectedBucketOwner,
    partition: parseArn(target.bucket)?.partition,
    signal,
  });
  const blocked = sameBlock(before, ALL_BLOCKED);
  if (!blocked && !dryRun) await change(bucket, { from: before, to: ALL_BLOCKED, options });
  const changed = !blocked && !dryRun;
  return {
    bucket: name,
    region: bucket.region,
    ...(before === undefined ? {} : { before }),
    after: ALL_BLOCKED,
    changed,
    dryRun,
    undo: async (undoOptions = {}) => {
      checkWriteOptions(undoOptions);
      if (changed) await undo(bucket, before, undoOptions);
    },
  };
}

async function undo(bucket: OpenBucket, before: PublicAccessBlock | undefined, options: WriteOptions): Promise<void> {
  const now = await readBlock(bucket, options.signal);
  if (sameBlock(now, before)) return;
  if (!sameBlock(now, ALL_BLOCKED)) {
    throw new AccessAnalyzerKitError(
      'STATE_CHANGED',
      `The public access block of ${bucket.name} was changed by somebody else since: it is ${describe(now)}. Nothing was undone.`,
    );
  }
  if (options.dryRun !== true) await change(bucket, { from: now, to: before, options });
}

interface Change {
  readonly from: PublicAccessBlock | undefined;
  readonly to: PublicAccessBlock | undefined;
  readonly options: WriteOptions;
}

/** Writes, and reads back: S3 answers nothing. */
async function change(bucket: OpenBucket, { from, options, to }: Change): Promise<void> {
  const operation = to === undefined ? 's3:DeletePublicAccessBlock' : 's3:PutPublicAccessBlock';
  const entry = {
    operation,
    region: bucket.region,
    account: bucket.owner,
    target: bucket.name,
    before: from ?? null,
    after: to ?? null,
  };
  const block = `The public access block of ${bucket.name}`;
  const was = `It was ${describe(from)} before.`;
  await journaled(entry, options, () => writeBlock(bucket, to, options.signal)).catch((error: unknown) => {
    if (changeResult(error) !== 'unknown') throw error;
    throw telling(error, `${block} may have been set to ${describe(to)} all the same. ${was}`);
  });
  const now = await readBlock(bucket, options.signal).catch((error: unknown) => {
    throw telling(error, `${block} had been set to ${describe(to)} by then, and could not be read back. ${was}`);
  });
  if (sameBlock(now, to)) return;
  throw new AccessAnalyzerKitError(
    'STATE_CHANGED',
    `${block} was set to ${describe(to)}, and reads as ${describe(now)} now: somebody else changes it, too, or AWS is still behind. ${was}`,
  );
}

/** What fails during or after the change: the error is the last to know what was before. An abort has a reason of its own. */
function telling(error: unknown, what: string): unknown {
  if (!(error instanceof AwsCallError)) return error;
  const { cause, problem } = error;
  return new AwsCallError({ ...problem, message: `${problem.message} ${what}` }, { cause });
}

function describe(block: PublicAccessBlock | undefined): string {
  return block === undefined ? 'absent' : JSON.stringify(block);
}
