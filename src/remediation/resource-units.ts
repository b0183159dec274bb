import type { ResourceUnit } from './resource-unit.ts';
import { dynamoDbStream } from './resources/dynamodb-stream.ts';
import { dynamoDbTable } from './resources/dynamodb-table.ts';
import { ec2Snapshot } from './resources/ec2-snapshot.ts';
import { ecrRepository } from './resources/ecr-repository.ts';
import { efsFileSystem } from './resources/efs-file-system.ts';
import { iamRole } from './resources/iam-role.ts';
import { iamUser } from './resources/iam-user.ts';
import { kmsKey } from './resources/kms-key.ts';
import { lambdaFunction } from './resources/lambda-function.ts';
import { lambdaLayerVersion } from './resources/lambda-layer-version.ts';
import { rdsDbClusterSnapshot } from './resources/rds-db-cluster-snapshot.ts';
import { rdsDbSnapshot } from './resources/rds-db-snapshot.ts';
import { s3Bucket } from './resources/s3-bucket.ts';
import { s3DirectoryBucket } from './resources/s3-directory-bucket.ts';
import { secretsManagerSecret } from './resources/secrets-manager-secret.ts';
import { snsTopic } from './resources/sns-topic.ts';
import { sqsQueue } from './resources/sqs-queue.ts';

/** One unit for each resource type that Access Analyzer names. */
export const RESOURCE_UNITS: readonly ResourceUnit[] = [
  s3Bucket,
  iamRole,
  sqsQueue,
  lambdaFunction,
  lambdaLayerVersion,
  kmsKey,
  secretsManagerSecret,
  efsFileSystem,
  ec2Snapshot,
  ecrRepository,
  rdsDbSnapshot,
  rdsDbClusterSnapshot,
  snsTopic,
  s3DirectoryBucket,
  dynamoDbTable,
  dynamoDbStream,
  iamUser,
];
