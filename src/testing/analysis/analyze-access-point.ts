import { combinations, narrow, narrowingOf } from './conditions.ts';
import { coversAction } from './grant-actions.ts';
import { like } from './like.ts';
import { accessesOf, externalGrants, type Grant } from './grants.ts';
import { readPolicy, type PolicyStatement } from './policy-document.ts';
import { coversPrincipal, EVERYBODY, statementPrincipals } from './principals.ts';
import { effectiveBlock } from './public-access-block.ts';
import { s3Target } from './target.ts';
import type { FakeAccess, FakeAccessPoint, FakeBucket, FakeOwner, FakeZoneOfTrust } from '../types.ts';

/**
 * Who outside the zone of trust can use a bucket through an access point. Both policies must allow it: the bucket's must
 * let the principal in, outright or by leaving access to access points (`s3:DataAccessPointAccount`, `…Arn`).
 */
export function analyzeAccessPoint(
  accessPoint: FakeAccessPoint,
  bucket: FakeBucket,
  owner: FakeOwner,
  zone: FakeZoneOfTrust,
): FakeAccess[] {
  if (accessPoint.policy === undefined || bucket.policy === undefined) return [];
  const account = accessPoint.account ?? owner.account;
  const arn = `arn:${owner.partition}:s3:${bucket.region}:${account}:accesspoint/${accessPoint.name}`;
  const bucketStatements = readPolicy(bucket.policy);
  const grants = externalGrants(readPolicy(accessPoint.policy), s3Target(arn, `${arn}/object/`), zone)
    .map((grant) => ({
      ...grant,
      actions: grant.actions.filter((action) => bucketAllows(bucketStatements, grant, action, arn, account)),
    }))
    .filter((grant) => grant.actions.length > 0)
    .map((grant) => onlyFromVpc(grant, accessPoint.vpcId));
  const accesses = accessesOf(grants, zone, { type: 'S3_ACCESS_POINT', detail: { accessPointArn: arn } });
  const block = effectiveBlock(accessPoint.publicAccessBlock, bucket.publicAccessBlock, owner.publicAccessBlock);
  return block.restricts(accesses) ? [] : accesses;
}

function bucketAllows(
  statements: readonly PolicyStatement[],
  grant: Grant,
  action: string,
  arn: string,
  account: string,
): boolean {
  const isAbout = (statement: PolicyStatement): boolean => {
    const principals = statement.notPrincipal === undefined ? statementPrincipals(statement.principal) : [EVERYBODY];
    return (
      coversAction(statement, action) && principals.some((principal) => coversPrincipal(principal, grant.principal))
    );
  };
  const denied = statements.some(
    (statement) => statement.effect === 'Deny' && statement.conditions.length === 0 && isAbout(statement),
  );
  if (denied) return false;
  return statements.some(
    (statement) =>
      statement.effect === 'Allow' &&
      isAbout(statement) &&
      combinations(narrowingOf(statement.conditions)).some((condition) =>
        Object.entries(condition).every(([key, value]) => {
          if (key.toLowerCase() === 's3:dataaccesspointaccount') return value === account;
          return key.toLowerCase() === 's3:dataaccesspointarn' && like(arn, value);
        }),
      ),
  );
}

function onlyFromVpc(grant: Grant, vpcId: string | undefined): Grant {
  if (vpcId === undefined) return grant;
  return { ...grant, narrowing: narrow(grant.narrowing, 'aws:SourceVpc', [vpcId]) ?? grant.narrowing };
}
