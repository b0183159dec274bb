import { parseArn } from '../../model/arn.ts';
import { manualStep, readStep } from '../aws-call.ts';
import { editPolicy } from '../edit-policy.ts';
import { oneLine } from '../one-line.ts';
import type { Fix } from '../resource-unit.ts';
import type { Target } from '../target.ts';

/** An access point has a policy of its own, in its own Region, perhaps in another account. */
export function closeAccessPoint(target: Target, accessPointArn: string | undefined): Fix {
  const arn = accessPointArn === undefined ? undefined : parseArn(accessPointArn);
  if (arn === undefined) {
    return {
      steps: [manualStep('Find the bucket’s access points and edit the policy of the one that lets them in.', true)],
      undo: [],
    };
  }
  if (arn.region === '') return closeMultiRegionAccessPoint(arn.account);
  const input = { AccountId: arn.account, Name: arn.resource.replace(/^accesspoint\//, '') };
  return {
    ...editPolicy(
      {
        ...target,
        beforeFile: target.beforeFile.replace('access-', 'access-point-'),
        afterFile: target.afterFile.replace('access-', 'access-point-'),
      },
      {
        noun: `policy of the access point ${oneLine(input.Name)}`,
        service: 's3control',
        region: arn.region,
        read: { operation: 'GetAccessPointPolicy', input, query: 'Policy', output: 'text' },
        write: { operation: 'PutAccessPointPolicy', input, policyMember: 'Policy' },
      },
    ),
    warnings:
      target.account === undefined || arn.account === target.account
        ? []
        : [
            `The access point belongs to account ${oneLine(arn.account)}: only it can edit that policy. The bucket policy can shut it out.`,
          ],
  };
}

/** Their requests go to us-west-2, and they are named by an alias in ARNs but by a name in calls. */
function closeMultiRegionAccessPoint(account: string): Fix {
  return {
    steps: [
      readStep('Find the name of the multi-Region access point: its ARN holds the alias only.', {
        service: 's3control',
        operation: 'ListMultiRegionAccessPoints',
        region: 'us-west-2',
        input: { AccountId: account },
      }),
      manualStep('Edit its policy in the console, or with PutMultiRegionAccessPointPolicy.', true),
    ],
    undo: [manualStep('Put the policy of the multi-Region access point back as it was.', true)],
    rescanNotes: ['Multi-Region access points are looked at every 6 hours: until then a rescan proves nothing.'],
  };
}
