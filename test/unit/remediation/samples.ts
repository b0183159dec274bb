import type { ExternalAccessFinding, Finding, KnownResourceType } from '../../../src/model/finding.ts';

export const ANALYZER = 'arn:aws:access-analyzer:eu-west-1:123456789012:analyzer/main';

/** A plausible ARN of each type. */
export const ARNS: Readonly<Record<KnownResourceType, string>> = {
  'AWS::S3::Bucket': 'arn:aws:s3:::example-bucket',
  'AWS::IAM::Role': 'arn:aws:iam::123456789012:role/service/vendor',
  'AWS::SQS::Queue': 'arn:aws:sqs:eu-west-1:123456789012:jobs',
  'AWS::Lambda::Function': 'arn:aws:lambda:eu-west-1:123456789012:function:resize',
  'AWS::Lambda::LayerVersion': 'arn:aws:lambda:eu-west-1:123456789012:layer:tools:3',
  'AWS::KMS::Key': 'arn:aws:kms:eu-west-1:123456789012:key/11111111-1111-4111-8111-111111111111',
  'AWS::SecretsManager::Secret': 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf',
  'AWS::EFS::FileSystem': 'arn:aws:elasticfilesystem:eu-west-1:123456789012:file-system/fs-0123456789abcdef0',
  'AWS::EC2::Snapshot': 'arn:aws:ec2:eu-west-1:123456789012:snapshot/snap-0123456789abcdef0',
  'AWS::ECR::Repository': 'arn:aws:ecr:eu-west-1:123456789012:repository/team/app',
  'AWS::RDS::DBSnapshot': 'arn:aws:rds:eu-west-1:123456789012:snapshot:before-upgrade',
  'AWS::RDS::DBClusterSnapshot': 'arn:aws:rds:eu-west-1:123456789012:cluster-snapshot:before-upgrade',
  'AWS::SNS::Topic': 'arn:aws:sns:eu-west-1:123456789012:alerts',
  'AWS::S3Express::DirectoryBucket': 'arn:aws:s3express:eu-west-1:123456789012:bucket/fast--euw1-az1--x-s3',
  'AWS::DynamoDB::Table': 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders',
  'AWS::DynamoDB::Stream': 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000',
  'AWS::IAM::User': 'arn:aws:iam::123456789012:user/team/anna',
};

/** An external finding that lets another account in; members can be replaced. */
export function sample(
  resourceType: KnownResourceType,
  members: Partial<ExternalAccessFinding> = {},
): ExternalAccessFinding {
  return {
    id: '11111111-1111-4111-8111-111111111111',
    findingType: 'ExternalAccess',
    resourceType,
    resource: ARNS[resourceType],
    resourceOwnerAccount: '123456789012',
    status: 'ACTIVE',
    isPublic: false,
    principal: { AWS: '111122223333' },
    action: ['s3:GetObject'],
    condition: {},
    ...members,
  };
}

/** The same, open to the world. */
export function publicSample(
  resourceType: KnownResourceType,
  members: Partial<ExternalAccessFinding> = {},
): ExternalAccessFinding {
  return sample(resourceType, { isPublic: true, principal: { AWS: '*' }, ...members });
}

const common = {
  id: '22222222-2222-4222-8222-222222222222',
  resourceOwnerAccount: '123456789012',
  status: 'ACTIVE',
} as const;

/** One finding of each kind of unused access. */
export const UNUSED: readonly Finding[] = [
  { ...common, findingType: 'UnusedIAMRole', resourceType: 'AWS::IAM::Role', resource: ARNS['AWS::IAM::Role'] },
  {
    ...common,
    findingType: 'UnusedIAMUserAccessKey',
    resourceType: 'AWS::IAM::User',
    resource: ARNS['AWS::IAM::User'],
    findingDetails: [{ unusedIamUserAccessKeyDetails: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' } }],
  },
  { ...common, findingType: 'UnusedIAMUserPassword', resourceType: 'AWS::IAM::User', resource: ARNS['AWS::IAM::User'] },
  { ...common, findingType: 'UnusedPermission', resourceType: 'AWS::IAM::Role', resource: ARNS['AWS::IAM::Role'] },
];
