import { found } from '../errors/found.ts';
import { InvalidInputError, type InputIssue } from '../errors/invalid-input-error.ts';
import { misplacedDryRun } from '../journal/write-options.ts';

/** A bucket and, if known, whose it is. */
export interface BucketTarget {
  /**
   * The bucket's name or its ARN. General purpose buckets only. Where a function gives the clients, the ARN also tells in which partition
   * the bucket's Region is looked for; with a bare name that is `aws`.
   */
  readonly bucket: string;
  /** Twelve digits. AWS then refuses when the bucket belongs to somebody else. */
  readonly expectedBucketOwner?: string | undefined;
}

/** AWS's rules for general purpose buckets, with the capitals and underscores that the oldest ones may have. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;
const ARN = /^arn:[^:]+:s3:::([^:/]+)$/;
const DIRECTORY_BUCKET_END = '--x-s3';

/**
 * The bucket's name.
 *
 * @throws `InvalidInputError` before any call.
 */
export function bucketName(target: BucketTarget): string {
  const given: unknown = target;
  if (typeof given !== 'object' || given === null) {
    throw new InvalidInputError('target', [{ path: '', found: found(given), expected: 'an object with bucket' }]);
  }
  const { bucket, expectedBucketOwner } = target;
  const issues: InputIssue[] = [];
  const name = typeof bucket === 'string' ? (ARN.exec(bucket)?.[1] ?? bucket) : '';
  if (name.endsWith(DIRECTORY_BUCKET_END)) {
    issues.push({
      path: 'bucket',
      found: found(bucket),
      expected: 'a general purpose bucket: a directory bucket blocks all public access already',
    });
  } else if (!NAME.test(name)) {
    issues.push({
      path: 'bucket',
      found: found(bucket),
      expected: "a bucket's name, or its ARN (not an access point's)",
    });
  }
  if (
    expectedBucketOwner !== undefined &&
    !(typeof expectedBucketOwner === 'string' && /^\d{12}$/.test(expectedBucketOwner))
  ) {
    issues.push({
      path: 'expectedBucketOwner',
      found: found(expectedBucketOwner),
      expected: 'an account of twelve digits',
    });
  }
  issues.push(...misplacedDryRun(target));
  if (issues.length > 0) throw new InvalidInputError('target', issues);
  return name;
}
