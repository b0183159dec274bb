import type { FakeAccountHandle } from '../types.ts';
import { bucketArn, createRegionState, roleArn, toDeniedAction, type AccountState } from './account-state.ts';
import { regionHandle } from './region-handle.ts';
import type { World } from './world.ts';

/** What a test sees and changes of an account. */
export function accountHandle(world: World, account: AccountState): FakeAccountHandle {
  return {
    id: account.id,
    get regions() {
      return [...account.regions.keys()];
    },
    region(name) {
      const region = account.regions.get(name) ?? createRegionState(account, name, {}, world.now());
      account.regions.set(name, region);
      return regionHandle(world, account, region);
    },
    get buckets() {
      return [...account.buckets.values()];
    },
    bucket: (name) => account.buckets.get(name),
    putBucket(bucket) {
      const before = account.buckets.get(bucket.name);
      // A bucket cannot move: it is deleted here and made anew there, under the same ARN.
      if (before !== undefined && before.region !== bucket.region) account.deleted.add(bucketArn(account, before));
      account.buckets.set(bucket.name, bucket);
    },
    deleteBucket(name) {
      const bucket = account.buckets.get(name);
      if (bucket !== undefined) account.deleted.add(bucketArn(account, bucket));
      account.buckets.delete(name);
    },
    get roles() {
      return [...account.roles.values()];
    },
    role: (name) => account.roles.get(name),
    putRole(role) {
      const before = account.roles.get(role.name);
      // Nor can a role: its path is part of its ARN.
      if (before !== undefined && roleArn(account, before) !== roleArn(account, role)) {
        account.deleted.add(roleArn(account, before));
      }
      account.roles.set(role.name, role);
    },
    deleteRole(name) {
      const role = account.roles.get(name);
      if (role !== undefined) account.deleted.add(roleArn(account, role));
      account.roles.delete(name);
    },
    get publicAccessBlock() {
      return account.publicAccessBlock;
    },
    putPublicAccessBlock(block) {
      account.publicAccessBlock = block;
    },
    deny: (action) => void account.denied.push(toDeniedAction(action)),
  };
}
