import { segment } from '../console-url.ts';
import { editPolicy } from '../edit-policy.ts';
import type { ResourceUnit } from '../resource-unit.ts';

/** The policy is one of the topic's attributes. */
export const snsTopic: ResourceUnit = {
  resourceType: 'AWS::SNS::Topic',
  noun: 'SNS topic',
  consolePath: ({ resource, region }) =>
    region === undefined ? undefined : `sns/v3/home?region=${segment(region)}#/topic/${segment(resource)}`,
  fix: (target) => ({
    ...editPolicy(target, {
      noun: 'topic policy',
      service: 'sns',
      region: target.region,
      read: {
        operation: 'GetTopicAttributes',
        input: { TopicArn: target.resource },
        query: 'Attributes.Policy',
        output: 'text',
      },
      write: {
        operation: 'SetTopicAttributes',
        input: { TopicArn: target.resource, AttributeName: 'Policy' },
        policyMember: 'AttributeValue',
      },
    }),
    warnings: ['Subscriptions that exist stay, whatever the policy says now: look for those that nobody knows.'],
  }),
};
