import type { ResourceType } from '../../model/finding.ts';

/** ASFF's names of the resource types. Those that ASFF has no name for are `Other`. */
const ASFF_TYPES: ReadonlyMap<ResourceType, string> = new Map([
  ['AWS::S3::Bucket', 'AwsS3Bucket'],
  ['AWS::IAM::Role', 'AwsIamRole'],
  ['AWS::IAM::User', 'AwsIamUser'],
  ['AWS::SQS::Queue', 'AwsSqsQueue'],
  ['AWS::Lambda::Function', 'AwsLambdaFunction'],
  ['AWS::Lambda::LayerVersion', 'AwsLambdaLayerVersion'],
  ['AWS::KMS::Key', 'AwsKmsKey'],
  ['AWS::SecretsManager::Secret', 'AwsSecretsManagerSecret'],
  ['AWS::ECR::Repository', 'AwsEcrRepository'],
  ['AWS::RDS::DBSnapshot', 'AwsRdsDbSnapshot'],
  ['AWS::RDS::DBClusterSnapshot', 'AwsRdsDbClusterSnapshot'],
  ['AWS::SNS::Topic', 'AwsSnsTopic'],
  ['AWS::DynamoDB::Table', 'AwsDynamoDbTable'],
]);

/** ASFF's name of a resource type. */
export function asffType(resourceType: ResourceType): string {
  return ASFF_TYPES.get(resourceType) ?? 'Other';
}
