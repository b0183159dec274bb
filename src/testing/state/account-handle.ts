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
      account.buckets.set(bucket.name, bucket);
      account.deleted.delete(bucketArn(account, bucket));
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
      account.roles.set(role.name, role);
      account.deleted.delete(roleArn(account, role));
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
