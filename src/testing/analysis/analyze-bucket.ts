import { analyzeAccessPoint } from './analyze-access-point.ts';
import { analyzeAcl } from './analyze-acl.ts';
import { accessesOf, externalGrants } from './grants.ts';
import { mergeAccesses } from './merge-accesses.ts';
import { readPolicy } from './policy-document.ts';
import { effectiveBlock } from './public-access-block.ts';
import { s3Target } from './target.ts';
import type { FakeAccess, FakeBucket, FakeOwner, FakeZoneOfTrust } from '../types.ts';

/**
 * Who outside the zone of trust can use a bucket: through its policy, its ACL and its access points, under the public access
 * blocks of bucket and account. One access for each principal and condition, as Access Analyzer would report it.
 *
 * What it leaves out: object ACLs, multi-Region access points, resource control policies, and Deny statements with several
 * conditions (ignored, so the access is reported rather than missed). A principal that is let in by a wider
 * access too is still listed on its own.
 */
export function analyzeBucket(bucket: FakeBucket, owner: FakeOwner, zone: FakeZoneOfTrust): FakeAccess[] {
  const block = effectiveBlock(bucket.publicAccessBlock, owner.publicAccessBlock);
  return mergeAccesses([
    ...analyzePolicy(bucket, owner, zone),
    ...(bucket.acl === undefined ? [] : analyzeAcl(bucket.acl, block, zone)),
    ...(bucket.accessPoints ?? []).flatMap((accessPoint) => analyzeAccessPoint(accessPoint, bucket, owner, zone)),
  ]);
}

function analyzePolicy(bucket: FakeBucket, owner: FakeOwner, zone: FakeZoneOfTrust): FakeAccess[] {
  if (bucket.policy === undefined) return [];
  const arn = `arn:${owner.partition}:s3:::${bucket.name}`;
  const grants = externalGrants(readPolicy(bucket.policy), s3Target(arn, `${arn}/`), zone);
  const accesses = accessesOf(grants, zone, { type: 'POLICY' }).map(asAccessPointSharing);
  return effectiveBlock(bucket.publicAccessBlock, owner.publicAccessBlock).restricts(accesses) ? [] : accesses;
}

/** A bucket policy that leaves access to the access points of another account is reported as theirs. */
function asAccessPointSharing(access: FakeAccess): FakeAccess {
  const account = access.condition['s3:DataAccessPointAccount'];
  if (account === undefined) return access;
  return { ...access, sources: [{ type: 'S3_ACCESS_POINT_ACCOUNT', detail: { accessPointAccount: account } }] };
}
