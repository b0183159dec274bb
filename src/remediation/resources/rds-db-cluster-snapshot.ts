import type { ResourceUnit } from '../resource-unit.ts';
import { rdsSnapshotsPath, stopSharingRdsSnapshot } from './rds-snapshot.ts';

/** A manual snapshot of a database cluster. */
export const rdsDbClusterSnapshot: ResourceUnit = {
  resourceType: 'AWS::RDS::DBClusterSnapshot',
  noun: 'RDS DB cluster snapshot',
  consolePath: rdsSnapshotsPath,
  fix: (target) =>
    stopSharingRdsSnapshot(target, {
      operation: 'ModifyDBClusterSnapshotAttribute',
      identifierMember: 'DBClusterSnapshotIdentifier',
      arnPrefix: 'cluster-snapshot:',
    }),
};
