import { writeStep, type AwsCall } from '../aws-call.ts';
import { segment } from '../console-url.ts';
import type { ResourceUnit } from '../resource-unit.ts';
import { sharedWith, type Target } from '../target.ts';

/** A snapshot is shared with accounts, or with everybody, by one attribute. */
export const ec2Snapshot: ResourceUnit = {
  resourceType: 'AWS::EC2::Snapshot',
  noun: 'EBS snapshot',
  consolePath: ({ region, arn }) =>
    region === undefined
      ? undefined
      : `ec2/home?region=${segment(region)}#SnapshotDetails:snapshotId=${segment(snapshotId(arn.resource))}`,
  fix: (target) => ({
    steps: [writeStep('Stop sharing the snapshot.', modify(target, 'remove'))],
    undo: [writeStep('Share the snapshot again.', modify(target, 'add'))],
    alternatives: [
      writeStep('Keep every snapshot of the Region from being public, now and in future.', {
        service: 'ec2',
        operation: 'EnableSnapshotBlockPublicAccess',
        region: target.region,
        input: { State: 'block-all-sharing' },
      }),
    ],
    warnings: ['Copies and volumes that others already made of the snapshot stay theirs.'],
  }),
};

function modify(target: Target, operationType: 'add' | 'remove'): AwsCall {
  const shared = sharedWith(target);
  return {
    service: 'ec2',
    operation: 'ModifySnapshotAttribute',
    region: target.region,
    input: {
      SnapshotId: snapshotId(target.arn.resource),
      Attribute: 'createVolumePermission',
      OperationType: operationType,
      ...(shared !== undefined && 'everybody' in shared
        ? { GroupNames: ['all'] }
        : { UserIds: shared === undefined ? { variable: 'ACCOUNT_ID' } : [shared.account] }),
    },
  };
}

function snapshotId(resource: string): string {
  return resource.replace(/^snapshot\//, '');
}
