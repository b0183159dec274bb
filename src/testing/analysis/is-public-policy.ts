import { analyzeBucket } from './analyze-bucket.ts';
import type { FakeBucket, FakeOwner, FakePolicy, FakeZoneOfTrust } from '../types.ts';

/** Whether a bucket policy lets everybody in, whatever the public access blocks: what GetBucketPolicyStatus tells. */
export function isPublicPolicy(policy: FakePolicy, bucket: FakeBucket, owner: FakeOwner): boolean {
  const zone: FakeZoneOfTrust = {
    kind: 'account',
    accounts: new Set([owner.account]),
    canonicalUserIds: new Set([owner.canonicalUserId]),
  };
  const open = { ...owner, publicAccessBlock: undefined };
  return analyzeBucket({ name: bucket.name, region: bucket.region, policy }, open, zone).some(
    ({ isPublic }) => isPublic,
  );
}
