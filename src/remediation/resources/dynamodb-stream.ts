import type { ResourceUnit } from '../resource-unit.ts';
import { dynamoDbTablePath, editDynamoDbPolicy } from './dynamodb-policy.ts';

/** The stream's resource policy, apart from its table's. */
export const dynamoDbStream: ResourceUnit = {
  resourceType: 'AWS::DynamoDB::Stream',
  noun: 'DynamoDB stream',
  consolePath: dynamoDbTablePath,
  fix: (target) => ({
    ...editDynamoDbPolicy(target, 'resource policy of the stream'),
    warnings: ['The table has a policy of its own: look at both.'],
  }),
};
