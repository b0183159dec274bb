import type { FakeAccess, FakePublicAccessBlock } from '../types.ts';

/** What the public access blocks of an account, a bucket and an access point amount to: each flag counts wherever it is set. */
export interface EffectiveBlock {
  /** Grants to everybody in an ACL are ignored. */
  readonly ignoresPublicAcls: boolean;
  /** ACLs that let everybody in are refused when they are put. */
  readonly blocksPublicAcls: boolean;
  /** Policies that let everybody in are refused when they are put; those that stand are not touched. */
  readonly blocksPublicPolicy: boolean;
  /**
   * Whether a policy with these accesses is cut off: RestrictPublicBuckets blocks "public and cross-account access within any
   * public bucket policy, including non-public delegation to specific accounts".
   */
  restricts(accesses: readonly FakeAccess[]): boolean;
}

/** Combines the blocks that bear on a resource. */
export function effectiveBlock(...blocks: readonly (FakePublicAccessBlock | undefined)[]): EffectiveBlock {
  const has = (flag: keyof FakePublicAccessBlock): boolean => blocks.some((block) => block?.[flag] === true);
  return {
    ignoresPublicAcls: has('IgnorePublicAcls'),
    blocksPublicAcls: has('BlockPublicAcls'),
    blocksPublicPolicy: has('BlockPublicPolicy'),
    restricts: (accesses) => has('RestrictPublicBuckets') && accesses.some(({ isPublic }) => isPublic),
  };
}
