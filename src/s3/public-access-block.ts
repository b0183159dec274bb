import { isRecord } from '../model/loose.ts';

/** The four flags of a bucket's own public access block, by AWS's names. */
export interface PublicAccessBlock {
  /** S3 refuses calls that would give the bucket or its objects a public ACL; ACLs that exist stay as they are. */
  readonly BlockPublicAcls: boolean;
  /** Public ACLs of the bucket and its objects have no effect. */
  readonly IgnorePublicAcls: boolean;
  /** S3 refuses a new bucket policy that is public; the one that exists stays as it is. */
  readonly BlockPublicPolicy: boolean;
  /** A public bucket policy lets in AWS services and the owner's account only. */
  readonly RestrictPublicBuckets: boolean;
}

/** Everything blocked. */
export const ALL_BLOCKED: PublicAccessBlock = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** Whether two states are the same. No configuration is not the same as one that blocks nothing: undoing tells them apart. */
export function sameBlock(left: PublicAccessBlock | undefined, right: PublicAccessBlock | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return FLAGS.every((flag) => left[flag] === right[flag]);
}

const FLAGS = Object.keys(ALL_BLOCKED) as readonly (keyof PublicAccessBlock)[];

/**
 * What AWS answered: a flag that is absent is not set. Undefined for what is no configuration at all: the SDK makes an empty one of a
 * proxy's HTML page, and nothing may be undone to that.
 */
export function toPublicAccessBlock(raw: unknown): PublicAccessBlock | undefined {
  if (!isRecord(raw) || !FLAGS.some((name) => typeof raw[name] === 'boolean')) return undefined;
  const flag = (name: keyof PublicAccessBlock): boolean => raw[name] === true;
  return {
    BlockPublicAcls: flag('BlockPublicAcls'),
    IgnorePublicAcls: flag('IgnorePublicAcls'),
    BlockPublicPolicy: flag('BlockPublicPolicy'),
    RestrictPublicBuckets: flag('RestrictPublicBuckets'),
  };
}
