/** Where a sample resource lives. */
export interface ResourcePlace {
  /** What stands for the resource in its ARN: a bucket's name, a key's id, a function's name. */
  readonly name: string;
  /** Twelve digits. Not in the ARN of an `AWS::S3::Bucket`. */
  readonly account: string;
  /** Not in the ARNs of an `AWS::S3::Bucket`, of roles and of users. */
  readonly region: string;
  /** @defaultValue 'aws' */
  readonly partition?: string | undefined;
}

/** A resource of a type that Access Analyzer analyses, and what a policy of that type would typically grant. */
export interface ResourceSample {
  /** An ARN. */
  readonly resource: string;
  /** Sorted. */
  readonly action: readonly string[];
}

interface Sample {
  /** After `arn:{partition}:`, with R for the Region, A for the account and N for the name in braces. */
  readonly arn: string;
  readonly action: readonly string[];
}

const SAMPLES: Readonly<Record<string, Sample>> = {
  'AWS::S3::Bucket': { arn: 's3:::{N}', action: ['s3:GetObject', 's3:ListBucket'] },
  'AWS::IAM::Role': { arn: 'iam::{A}:role/{N}', action: ['sts:AssumeRole'] },
  'AWS::IAM::User': { arn: 'iam::{A}:user/{N}', action: [] },
  'AWS::SQS::Queue': { arn: 'sqs:{R}:{A}:{N}', action: ['sqs:ReceiveMessage', 'sqs:SendMessage'] },
  'AWS::Lambda::Function': { arn: 'lambda:{R}:{A}:function:{N}', action: ['lambda:InvokeFunction'] },
  'AWS::Lambda::LayerVersion': { arn: 'lambda:{R}:{A}:layer:{N}:1', action: ['lambda:GetLayerVersion'] },
  'AWS::KMS::Key': { arn: 'kms:{R}:{A}:key/{N}', action: ['kms:Decrypt', 'kms:DescribeKey'] },
  'AWS::SecretsManager::Secret': {
    arn: 'secretsmanager:{R}:{A}:secret:{N}-AbCdEf',
    action: ['secretsmanager:GetSecretValue'],
  },
  'AWS::EFS::FileSystem': {
    arn: 'elasticfilesystem:{R}:{A}:file-system/{N}',
    action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
  },
  'AWS::EC2::Snapshot': {
    arn: 'ec2:{R}:{A}:snapshot/{N}',
    action: ['ec2:CreateVolume', 'ec2:DescribeSnapshotAttribute'],
  },
  'AWS::ECR::Repository': {
    arn: 'ecr:{R}:{A}:repository/{N}',
    action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  },
  'AWS::RDS::DBSnapshot': {
    arn: 'rds:{R}:{A}:snapshot:{N}',
    action: ['rds:CopyDBSnapshot', 'rds:RestoreDBInstanceFromDBSnapshot'],
  },
  'AWS::RDS::DBClusterSnapshot': {
    arn: 'rds:{R}:{A}:cluster-snapshot:{N}',
    action: ['rds:CopyDBClusterSnapshot', 'rds:RestoreDBClusterFromSnapshot'],
  },
  'AWS::SNS::Topic': { arn: 'sns:{R}:{A}:{N}', action: ['sns:Publish', 'sns:Subscribe'] },
  'AWS::S3Express::DirectoryBucket': {
    arn: 's3express:{R}:{A}:bucket/{N}--use1-az4--x-s3',
    action: ['s3express:CreateSession'],
  },
  'AWS::DynamoDB::Table': { arn: 'dynamodb:{R}:{A}:table/{N}', action: ['dynamodb:GetItem', 'dynamodb:Query'] },
  'AWS::DynamoDB::Stream': {
    arn: 'dynamodb:{R}:{A}:table/{N}/stream/2026-01-01T00:00:00.000',
    action: ['dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
  },
};

/**
 * A likely ARN and likely actions for a resource type.
 *
 * @throws RangeError for a type that Access Analyzer does not analyse
 *
 * @example
 * ```ts
 * resourceSample('AWS::SQS::Queue', { name: 'orders', account: '111122223333', region: 'eu-west-1' }).resource;
 * // 'arn:aws:sqs:eu-west-1:111122223333:orders'
 * ```
 */
export function resourceSample(resourceType: string, place: ResourcePlace): ResourceSample {
  const sample = Object.hasOwn(SAMPLES, resourceType) ? SAMPLES[resourceType] : undefined;
  if (sample === undefined) throw new RangeError(`No sample of the resource type ${resourceType}`);
  const { name, account, region, partition = 'aws' } = place;
  const rest = sample.arn.replace('{R}', region).replace('{A}', account).replace('{N}', name);
  return { resource: `arn:${partition}:${rest}`, action: sample.action };
}
