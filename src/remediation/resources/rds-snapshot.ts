import { writeStep, type AwsCall } from '../aws-call.ts';
import { segment } from '../console-url.ts';
import type { Fix } from '../resource-unit.ts';
import { sharedWith, type Target } from '../target.ts';

/** Both kinds of RDS snapshots are shared by the attribute `restore`. */
export function stopSharingRdsSnapshot(
  target: Target,
  kind: { readonly operation: string; readonly identifierMember: string; readonly arnPrefix: string },
): Fix {
  const shared = sharedWith(target);
  const values = shared === undefined ? { variable: 'ACCOUNT_ID' } : ['account' in shared ? shared.account : 'all'];
  const call = (valuesMember: 'ValuesToAdd' | 'ValuesToRemove'): AwsCall => ({
    service: 'rds',
    operation: kind.operation,
    region: target.region,
    input: {
      [kind.identifierMember]: target.arn.resource.slice(kind.arnPrefix.length),
      AttributeName: 'restore',
      [valuesMember]: values,
    },
  });
  return {
    steps: [writeStep('Stop sharing the snapshot.', call('ValuesToRemove'))],
    undo: [writeStep('Share the snapshot again.', call('ValuesToAdd'))],
    warnings: ['Copies and databases that others already made of the snapshot stay theirs.'],
  };
}

/** The list of snapshots: the address of one is not documented. */
export function rdsSnapshotsPath({ region }: Target): string | undefined {
  return region === undefined ? undefined : `rds/home?region=${segment(region)}#snapshots-list:`;
}
