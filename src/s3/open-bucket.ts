import { callAws, type CommandLike } from '../clients/call-aws.ts';
import { regionOf } from '../clients/client-like.ts';
import { makeProblem } from '../clients/to-problem.ts';
import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { AwsCallError } from '../errors/aws-call-error.ts';
import { isRecord } from '../model/loose.ts';
import { partitionById } from '../model/partitions.ts';
import { loadS3, type S3Module } from './load-s3.ts';
import { toPublicAccessBlock, type PublicAccessBlock } from './public-access-block.ts';
import type { S3ClientLike, S3ClientSource } from './s3-client-like.ts';

/** A bucket, with a client that reaches it. */
export interface OpenBucket {
  readonly name: string;
  /** The one that the client talks to: the bucket's own, but where the client itself follows S3's redirections, and tells nobody. */
  readonly region: string;
  readonly owner: string | undefined;
  readonly s3: S3Module;
  readonly client: S3ClientLike;
}

/** The bucket with its public access block as it is; undefined where it has no configuration of its own. */
export async function openBucket(
  source: S3ClientSource,
  {
    name,
    owner,
    partition,
    signal,
  }: {
    readonly name: string;
    readonly owner: string | undefined;
    /** As in ARNs, where it is known. */
    readonly partition: string | undefined;
    readonly signal: AbortSignal | undefined;
  },
): Promise<{ readonly bucket: OpenBucket; readonly block: PublicAccessBlock | undefined }> {
  const s3 = await loadS3('blockPublicAccess');
  // S3 answers there for every bucket of the partition.
  const client = typeof source === 'function' ? source(partitionById(partition).globalRegion) : source;
  const first: OpenBucket = { name, owner, s3, client, region: await regionOf(client) };
  try {
    return { bucket: first, block: await readBlock(first, signal) };
  } catch (error) {
    const home = homeRegionOf(error);
    if (home === undefined || home === first.region) throw error;
    if (typeof source !== 'function') {
      throw new AccessAnalyzerKitError(
        'REGION_MISMATCH',
        `The bucket ${name} is in ${home}, and the S3 client talks to ${first.region}. Use a client of ${home}, or give a function that makes one.`,
        { cause: error },
      );
    }
    const bucket: OpenBucket = { ...first, client: source(home), region: home };
    return { bucket, block: await readBlock(bucket, signal) };
  }
}

/** Reads the block. AWS says with an error that there is none; every other error stays one. */
export async function readBlock(
  bucket: OpenBucket,
  signal: AbortSignal | undefined,
): Promise<PublicAccessBlock | undefined> {
  const place = { operation: 's3:GetPublicAccessBlock', region: bucket.region };
  try {
    const output = await callAws(bucket.client, new bucket.s3.GetPublicAccessBlockCommand(inputOf(bucket)), {
      ...place,
      signal,
    });
    const block = toPublicAccessBlock(output.PublicAccessBlockConfiguration);
    if (block !== undefined) return block;
  } catch (error) {
    if (error instanceof AwsCallError && error.problem.awsError === 'NoSuchPublicAccessBlockConfiguration')
      return undefined;
    throw error;
  }
  throw new AwsCallError(makeProblem('malformed-response', 'the answer holds no configuration', place));
}

/** Sets the block, or takes it away. */
export function writeBlock(
  bucket: OpenBucket,
  block: PublicAccessBlock | undefined,
  signal: AbortSignal | undefined,
): Promise<object> {
  const { s3 } = bucket;
  const command: CommandLike<object> =
    block === undefined
      ? new s3.DeletePublicAccessBlockCommand(inputOf(bucket))
      : new s3.PutPublicAccessBlockCommand({ ...inputOf(bucket), PublicAccessBlockConfiguration: block });
  const operation = block === undefined ? 's3:DeletePublicAccessBlock' : 's3:PutPublicAccessBlock';
  return callAws(bucket.client, command, { operation, region: bucket.region, signal });
}

function inputOf({ name, owner }: OpenBucket): { Bucket: string; ExpectedBucketOwner?: string } {
  return { Bucket: name, ...(owner === undefined ? {} : { ExpectedBucketOwner: owner }) };
}

/** S3 tells a bucket's Region in a header of whatever it refuses for being sent elsewhere. */
function homeRegionOf(error: unknown): string | undefined {
  const cause = error instanceof AwsCallError ? error.cause : undefined;
  if (!isRecord(cause)) return undefined;
  const response = cause['$response'];
  const headers = isRecord(response) && isRecord(response['headers']) ? response['headers'] : {};
  const region = headers['x-amz-bucket-region'] ?? cause['Region'];
  return typeof region === 'string' && /^[a-z0-9-]+$/.test(region) ? region : undefined;
}
