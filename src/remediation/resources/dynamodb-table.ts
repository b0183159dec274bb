import type { ResourceUnit } from '../resource-unit.ts';
import { dynamoDbTablePath, editDynamoDbPolicy } from './dynamodb-policy.ts';

/** The table's resource policy, which covers its indexes too. */
export const dynamoDbTable: ResourceUnit = {
  resourceType: 'AWS::DynamoDB::Table',
  noun: 'DynamoDB table',
  consolePath: dynamoDbTablePath,
  fix: (target) => editDynamoDbPolicy(target, 'resource policy of the table'),
};
