import { segment } from '../console-url.ts';
import { editPolicy } from '../edit-policy.ts';
import type { ResourceUnit } from '../resource-unit.ts';
import { serviceHost, type Target } from '../target.ts';
import type { Filled } from '../aws-call.ts';

/** The policy is one of the queue's attributes, and stays one in the file, so that it can be put back as it is. */
export const sqsQueue: ResourceUnit = {
  resourceType: 'AWS::SQS::Queue',
  noun: 'SQS queue',
  consolePath: (target) => {
    const url = queueUrl(target);
    if (target.region === undefined || !('made' in url)) return undefined;
    return `sqs/v3/home?region=${segment(target.region)}#/queues/${segment(url.made)}`;
  },
  fix: (target) => {
    const input = { QueueUrl: queueUrl(target) };
    return editPolicy(target, {
      noun: 'queue policy',
      service: 'sqs',
      region: target.region,
      read: {
        operation: 'GetQueueAttributes',
        input: { ...input, AttributeNames: ['Policy'] },
        query: 'Attributes',
        output: 'json',
      },
      write: { operation: 'SetQueueAttributes', input, policyMember: 'Attributes' },
    });
  },
};

function queueUrl({ region, arn }: Target): Filled {
  if (region === undefined) return { variable: 'QUEUE_URL' };
  return { made: `https://${serviceHost('sqs', region)}/${arn.account}/${arn.resource}` };
}
