import { createHash } from 'node:crypto';
import type {
  FakeAccount,
  FakeBucket,
  FakeDeniedAction,
  FakeDeniedBy,
  FakeOwner,
  FakePublicAccessBlock,
  FakeRegion,
  FakeRegionOptStatus,
  FakeRole,
} from '../types.ts';
import { createAnalyzerState, type AnalyzerState } from './analyzer-state.ts';

/** The live state of one Region of one account. */
export interface RegionState {
  readonly name: string;
  readonly analyzers: Map<string, AnalyzerState>;
  optStatus: FakeRegionOptStatus;
  deny: FakeDeniedBy | undefined;
}

/** The live state of one account. */
export interface AccountState {
  readonly id: string;
  readonly partition: string;
  readonly canonicalUserId: string;
  readonly showsOrganizationAnalyzers: boolean;
  readonly regions: Map<string, RegionState>;
  readonly buckets: Map<string, FakeBucket>;
  readonly roles: Map<string, FakeRole>;
  readonly denied: FakeDeniedAction[];
  /** ARNs of buckets and roles that were deleted, also when there is one again: perhaps where an analyzer does not look. */
  readonly deleted: Set<string>;
  publicAccessBlock: FakePublicAccessBlock | undefined;
}

/** Makes the state of an account of a scenario. */
export function createAccountState(account: FakeAccount, now: Date): AccountState {
  const state: AccountState = {
    id: account.id,
    partition: account.partition ?? 'aws',
    canonicalUserId: account.canonicalUserId ?? createHash('sha256').update(account.id).digest('hex'),
    showsOrganizationAnalyzers: account.showsOrganizationAnalyzers ?? false,
    regions: new Map(),
    buckets: new Map((account.buckets ?? []).map((bucket) => [bucket.name, bucket])),
    roles: new Map((account.roles ?? []).map((role) => [role.name, role])),
    denied: (account.deniedActions ?? []).map(toDeniedAction),
    deleted: new Set(),
    publicAccessBlock: account.publicAccessBlock,
  };
  for (const [name, region] of Object.entries(account.regions)) {
    state.regions.set(name, createRegionState(state, name, region, now));
  }
  return state;
}

/** Makes the state of a Region of a scenario. */
export function createRegionState(account: AccountState, name: string, region: FakeRegion, now: Date): RegionState {
  const analyzers = (region.analyzers ?? []).map((analyzer): [string, AnalyzerState] => [
    analyzer.name,
    createAnalyzerState(account, name, analyzer, now),
  ]);
  return {
    name,
    optStatus: region.optStatus ?? 'ENABLED_BY_DEFAULT',
    deny: region.deny,
    analyzers: new Map(analyzers),
  };
}

/** A denied action as people write it, as an object. */
export function toDeniedAction(denied: string | FakeDeniedAction): FakeDeniedAction {
  return typeof denied === 'string' ? { action: denied } : denied;
}

/** Whether requests are answered there: opt-in Regions on their way in or out may still refuse, these do not. */
export function isEnabled(region: RegionState | undefined): region is RegionState {
  return region !== undefined && (region.optStatus === 'ENABLED' || region.optStatus === 'ENABLED_BY_DEFAULT');
}

/** `arn:aws:s3:::name` */
export function bucketArn(account: AccountState, bucket: FakeBucket): string {
  return `arn:${account.partition}:s3:::${bucket.name}`;
}

/** `arn:aws:iam::111122223333:role/path/name` */
export function roleArn(account: AccountState, role: FakeRole): string {
  return `arn:${account.partition}:iam::${account.id}:role${role.path ?? '/'}${role.name}`;
}

/** The account as the analysis of its resources sees it. */
export function ownerOf(account: AccountState): FakeOwner {
  return {
    account: account.id,
    partition: account.partition,
    canonicalUserId: account.canonicalUserId,
    publicAccessBlock: account.publicAccessBlock,
  };
}
