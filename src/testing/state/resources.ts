import type { FakeAccess, FakeZoneOfTrust } from '../types.ts';
import { analyzeBucket, analyzeRoleTrust } from '../analysis/index.ts';
import { bucketArn, ownerOf, roleArn, type AccountState } from './account-state.ts';
import { isOrganizationType, type AnalyzerState } from './analyzer-state.ts';
import type { World } from './world.ts';

/** A bucket or role that the fake can analyse itself. */
export interface AnalyzableResource {
  readonly arn: string;
  readonly resourceType: 'AWS::S3::Bucket' | 'AWS::IAM::Role';
  readonly owner: AccountState;
  readonly analyze: () => readonly FakeAccess[];
}

/** The accounts whose resources an analyzer looks at. */
export function analyzedAccounts(world: World, analyzer: AnalyzerState): readonly AccountState[] {
  if (!isOrganizationType(analyzer.type) || world.organization === undefined) return [analyzer.account];
  return world.organization.accounts.flatMap(({ id }) => world.accounts.get(id) ?? []);
}

/** The buckets of the analyzer's Region and all roles, of the accounts it looks at. */
export function* analyzableResources(world: World, analyzer: AnalyzerState): Generator<AnalyzableResource> {
  for (const owner of analyzedAccounts(world, analyzer)) {
    const zone = zoneOfTrust(world, analyzer, owner);
    for (const bucket of owner.buckets.values()) {
      if (bucket.region !== analyzer.region) continue;
      yield {
        arn: bucketArn(owner, bucket),
        resourceType: 'AWS::S3::Bucket',
        owner,
        analyze: () => analyzeBucket(bucket, ownerOf(owner), zone),
      };
    }
    for (const role of owner.roles.values()) {
      yield {
        arn: roleArn(owner, role),
        resourceType: 'AWS::IAM::Role',
        owner,
        analyze: () => analyzeRoleTrust(role, zone),
      };
    }
  }
}

/** The bucket or role of an ARN, when the analyzer looks at it. */
export function findAnalyzable(world: World, analyzer: AnalyzerState, arn: string): AnalyzableResource | undefined {
  for (const resource of analyzableResources(world, analyzer)) if (resource.arn === arn) return resource;
  return undefined;
}

/** The organization's accounts for an organization analyzer, else the owner of the resource alone. */
function zoneOfTrust(world: World, analyzer: AnalyzerState, owner: AccountState): FakeZoneOfTrust {
  const { organization } = world;
  if (!isOrganizationType(analyzer.type) || organization === undefined) {
    return {
      kind: 'account',
      accounts: new Set([owner.id]),
      canonicalUserIds: new Set([owner.canonicalUserId]),
    };
  }
  const members = organization.accounts.map(({ id }) => id);
  return {
    kind: 'organization',
    accounts: new Set(members),
    canonicalUserIds: new Set(members.flatMap((id) => world.accounts.get(id)?.canonicalUserId ?? [])),
    organizationId: organization.id,
  };
}
