import type { EffectiveBlock } from './public-access-block.ts';
import type { FakeAccess, FakeAclGrant, FakeBucketAcl, FakeZoneOfTrust } from '../types.ts';

/** What the ACL permissions on a bucket let their grantee do, by the actions that Access Analyzer reports for them. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  READ: ['s3:ListBucket', 's3:ListBucketByTags', 's3:ListBucketMultipartUploads', 's3:ListBucketVersions'],
  WRITE: ['s3:DeleteObject', 's3:PutObject'],
  READ_ACP: ['s3:GetBucketAcl'],
  WRITE_ACP: ['s3:PutBucketAcl'],
};

/** Groups that anybody can belong to; an AWS account is had for the asking, so AuthenticatedUsers is everybody. */
const PUBLIC_GROUP = /\/groups\/global\/(?:AllUsers|AuthenticatedUsers)$/;

/** Whether an ACL grants something to everybody. */
export function isPublicAcl(acl: FakeBucketAcl): boolean {
  return acl.grants.some(isPublicGrant);
}

/** What an ACL grants outside the zone of trust. The S3 log delivery group is a service and is left out. */
export function analyzeAcl(acl: FakeBucketAcl, block: EffectiveBlock, zone: FakeZoneOfTrust): FakeAccess[] {
  return acl.grants.flatMap((grant): FakeAccess[] => {
    const { grantee, permission } = grant;
    const action = actionsOf(permission);
    // A permission that S3 does not have lets nobody do anything.
    if (action.length === 0) return [];
    const access = { action, condition: {}, sources: [{ type: 'BUCKET_ACL' as const }] };
    if (isPublicGrant(grant)) {
      return block.ignoresPublicAcls ? [] : [{ ...access, principal: { AWS: '*' }, isPublic: true }];
    }
    if (grantee.type !== 'CanonicalUser' || zone.canonicalUserIds.has(grantee.id)) return [];
    return [{ ...access, principal: { CanonicalUser: grantee.id }, isPublic: false }];
  });
}

function isPublicGrant({ grantee }: FakeAclGrant): boolean {
  return grantee.type === 'Group' && PUBLIC_GROUP.test(grantee.uri);
}

function actionsOf(permission: string): readonly string[] {
  if (permission === 'FULL_CONTROL') return Object.values(ACTIONS).flat();
  return Object.hasOwn(ACTIONS, permission) ? (ACTIONS[permission] ?? []) : [];
}
