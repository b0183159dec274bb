import type { FakeFinding } from '../types.ts';
import { DEMO_WEBSITE_BUCKET } from './demo-buckets.ts';
import { DEMO_ACCOUNT, DEMO_ORGANIZATION, DEMO_OUTSIDERS, daysBefore } from './demo-place.ts';
import { archivedRoleFindings } from './demo-roles.ts';
import { findingId } from './finding-id.ts';
import { resourceSample } from './resource-samples.ts';
import { rulePageQueueFindings } from './rule-page.ts';

/** A finding of the demonstration: a type and a name make the resource, days before now make the times. */
interface DemoFinding extends FakeFinding {
  readonly resourceType: string;
  readonly name: string;
  readonly ageDays: number;
}

const { auditor, partner, contractor, former } = DEMO_OUTSIDERS;

/** What the scenario sets by Region; buckets and roles add what their policies grant. */
const FINDINGS: Readonly<Record<string, readonly DemoFinding[]>> = {
  'us-east-1': [
    {
      resourceType: 'AWS::Lambda::Function',
      name: 'webhook-receiver',
      ageDays: 41,
      principal: { AWS: '*' },
      action: ['lambda:InvokeFunctionUrl'],
      condition: { 'lambda:FunctionUrlAuthType': 'NONE' },
      isPublic: true,
    },
    {
      resourceType: 'AWS::S3::Bucket',
      name: DEMO_WEBSITE_BUCKET,
      ageDays: 500,
      status: 'ARCHIVED',
      principal: { AWS: '*' },
      action: ['s3:GetObject'],
      isPublic: true,
      sources: [{ type: 'POLICY' }],
    },
    {
      resourceType: 'AWS::SNS::Topic',
      name: 'old-alerts',
      ageDays: 120,
      status: 'RESOLVED',
      principal: { AWS: former },
    },
  ],
  'us-east-2': [
    {
      resourceType: 'AWS::RDS::DBSnapshot',
      name: 'orders-before-migration',
      ageDays: 260,
      principal: { AWS: '*' },
      isPublic: true,
    },
  ],
  'us-west-1': [
    {
      resourceType: 'AWS::EFS::FileSystem',
      name: 'fs-0a1b2c3d4e5f60718',
      ageDays: 75,
      principal: { AWS: '*' },
      condition: { 'aws:SourceVpc': 'vpc-0f1e2d3c4b5a69788' },
      isPublic: false,
    },
  ],
  'us-west-2': [
    {
      resourceType: 'AWS::KMS::Key',
      name: '1234abcd-12ab-34cd-56ef-1234567890ab',
      ageDays: 33,
      principal: { AWS: auditor },
      action: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:PutKeyPolicy'],
    },
    {
      resourceType: 'AWS::S3Express::DirectoryBucket',
      name: 'training-data',
      ageDays: 12,
      principal: { AWS: `arn:aws:iam::${contractor}:role/trainer` },
      condition: { 's3express:SessionMode': 'ReadOnly' },
    },
  ],
  'ca-central-1': [
    {
      resourceType: 'AWS::RDS::DBClusterSnapshot',
      name: 'ledger-2026-06',
      ageDays: 150,
      principal: { AWS: partner },
    },
  ],
  'eu-west-1': [
    {
      resourceType: 'AWS::Lambda::LayerVersion',
      name: 'tracing',
      ageDays: 200,
      principal: { AWS: '*' },
      condition: { 'aws:PrincipalOrgID': DEMO_ORGANIZATION },
      isPublic: false,
    },
    {
      resourceType: 'AWS::ECR::Repository',
      name: 'storefront',
      ageDays: 18,
      principal: { AWS: partner },
      action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:PutImage', 'ecr:TagResource'],
    },
  ],
  'eu-west-2': [
    {
      // The key's own policy shuts Access Analyzer out: nothing is known about who can use it.
      resourceType: 'AWS::KMS::Key',
      name: '0987dcba-09fe-87dc-65ba-ab0987654321',
      ageDays: 9,
      error: 'ACCESS_DENIED',
    },
  ],
  'eu-north-1': [
    {
      resourceType: 'AWS::SNS::Topic',
      name: 'shipment-events',
      ageDays: 64,
      principal: { AWS: '*' },
      action: ['sns:Publish'],
      condition: { 'aws:SourceAccount': partner },
      isPublic: false,
    },
  ],
  'ap-northeast-1': [
    {
      resourceType: 'AWS::DynamoDB::Table',
      name: 'loyalty-points',
      ageDays: 27,
      principal: { AWS: `arn:aws:iam::${partner}:role/points-writer` },
      action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
    },
    {
      resourceType: 'AWS::DynamoDB::Stream',
      name: 'loyalty-points',
      ageDays: 27,
      principal: { AWS: `arn:aws:iam::${partner}:role/points-reader` },
    },
  ],
  'ap-southeast-2': [
    {
      resourceType: 'AWS::EC2::Snapshot',
      name: 'snap-0123456789abcdef0',
      ageDays: 610,
      principal: { AWS: '*' },
      isPublic: true,
    },
    {
      resourceType: 'AWS::SecretsManager::Secret',
      name: 'billing-api-key',
      ageDays: 5,
      principal: { AWS: `arn:aws:iam::${former}:user/jane` },
      action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
    },
  ],
  'eu-central-2': [
    {
      resourceType: 'AWS::SQS::Queue',
      name: 'settlements',
      ageDays: 90,
      status: 'ARCHIVED',
      principal: { AWS: partner },
      isPublic: false,
    },
  ],
};

/** The findings that the external-access analyzer of a Region starts with, beside those of buckets and active roles. */
export function demoFindings(region: string, now: Date): FakeFinding[] {
  const queues = region === 'us-east-1' ? queueFindings(now) : [];
  const own = FINDINGS[region] ?? [];
  return [...queues, ...own.map((finding) => toFinding(finding, region, now)), ...archivedRoleFindings(region, now)];
}

/** The rule page's queues, in the present. */
function queueFindings(now: Date): FakeFinding[] {
  const times = { createdAt: daysBefore(now, 95), updatedAt: daysBefore(now, 95), analyzedAt: daysBefore(now, 0.01) };
  return rulePageQueueFindings(DEMO_ACCOUNT).map((finding) => ({ ...finding, ...times }));
}

function toFinding({ name, ageDays, ...finding }: DemoFinding, region: string, now: Date): FakeFinding {
  const { resource, action } = resourceSample(finding.resourceType, { name, account: DEMO_ACCOUNT, region });
  return {
    id: findingId('demo', region, resource),
    resource,
    createdAt: daysBefore(now, ageDays),
    updatedAt: daysBefore(now, finding.status === 'ACTIVE' || finding.status === undefined ? ageDays : ageDays / 2),
    ...(finding.error === undefined ? { action, condition: {}, isPublic: false } : {}),
    ...finding,
  };
}
