import type { ResourceUnit } from '../resource-unit.ts';
import { rdsSnapshotsPath, stopSharingRdsSnapshot } from './rds-snapshot.ts';

/** A manual snapshot of a database instance; automated ones cannot be shared. */
export const rdsDbSnapshot: ResourceUnit = {
  resourceType: 'AWS::RDS::DBSnapshot',
  noun: 'RDS DB snapshot',
  consolePath: rdsSnapshotsPath,
  fix: (target) =>
    stopSharingRdsSnapshot(target, {
      operation: 'ModifyDBSnapshotAttribute',
      identifierMember: 'DBSnapshotIdentifier',
      arnPrefix: 'snapshot:',
    }),
};
