import { segment } from '../console-url.ts';
import { editPolicy } from '../edit-policy.ts';
import type { Fix } from '../resource-unit.ts';
import type { Target } from '../target.ts';

/** Tables and streams have resource policies of their own, by the same calls. */
export function editDynamoDbPolicy(target: Target, noun: string): Fix {
  const input = { ResourceArn: target.resource };
  return editPolicy(target, {
    noun,
    service: 'dynamodb',
    region: target.region,
    read: { operation: 'GetResourcePolicy', input, query: 'Policy', output: 'text' },
    write: { operation: 'PutResourcePolicy', input, policyMember: 'Policy' },
  });
}

/** The table's page, for its streams too. */
export function dynamoDbTablePath({ arn, region }: Target): string | undefined {
  const table = arn.resource.split('/')[1];
  if (region === undefined || table === undefined) return undefined;
  return `dynamodbv2/home?region=${segment(region)}#table?name=${segment(table)}&tab=permissions`;
}
