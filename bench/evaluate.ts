import { evaluate, evidenceFromFindings, type Evidence } from 'access-analyzer-kit/evaluate';
import { ratio } from './median.ts';
import { alternate, wallMs } from './support/alternate.ts';
import { collectGarbage } from './support/collect-garbage.ts';

const FINDINGS = 100_000;
const ACCOUNT = '111122223333';
const REGION = 'us-east-1';

/** `evaluate` against `JSON.parse` of the same evidence, which is as it comes from a file. */
export async function evaluateBenchmark(): Promise<string> {
  const text = JSON.stringify(manyGrants(FINDINGS));
  const evidence = JSON.parse(text) as Evidence;
  let accesses = 0;
  const { quotient } = await alternate(
    async () => {
      collectGarbage();
      return wallMs(async () => (accesses = evaluate(evidence).accesses.length));
    },
    async () => {
      collectGarbage();
      return wallMs(async () => JSON.parse(text) as unknown);
    },
    9,
  );
  const bytes = Math.round(text.length / FINDINGS);
  return `evaluate, ${FINDINGS} findings of ${bytes} bytes, ${accesses} accesses: ${ratio(quotient)} × JSON.parse of the evidence`;
}

/** What Access Analyzer finds in an account: the buckets and queues are those of the rule page, renamed and repeated. */
const KINDS = [
  {
    resourceType: 'AWS::S3::Bucket',
    resource: (name: string) => `arn:aws:s3:::${name}`,
    isPublic: true,
    sources: [{ type: 'POLICY' }],
    action: [
      's3:DeleteObject',
      's3:GetBucketAcl',
      's3:ListBucket',
      's3:ListBucketByTags',
      's3:ListBucketMultipartUploads',
      's3:ListBucketVersions',
      's3:PutObject',
    ],
  },
  {
    resourceType: 'AWS::SQS::Queue',
    resource: (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`,
    isPublic: false,
    action: [
      'sqs:ChangeMessageVisibility',
      'sqs:ChangeMessageVisibilityBatch',
      'sqs:DeleteMessage',
      'sqs:DeleteMessageBatch',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ListDeadLetterSourceQueues',
      'sqs:PurgeQueue',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
      'sqs:SendMessageBatch',
    ],
  },
  {
    resourceType: 'AWS::IAM::Role',
    resource: (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`,
    isPublic: false,
    action: ['sts:AssumeRole'],
    condition: { 'sts:ExternalId': 'partner-7f3a' },
  },
  {
    resourceType: 'AWS::KMS::Key',
    resource: (name: string) => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${name}`,
    isPublic: false,
    action: ['kms:Decrypt', 'kms:DescribeKey'],
  },
] as const;

/** How many accounts the findings let in. */
const PRINCIPALS = 50;

function manyGrants(count: number): Evidence {
  const findings = Array.from({ length: count }, (_, index) => {
    const { resource, ...kind } = KINDS[index % KINDS.length] ?? KINDS[0];
    const minute = new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString();
    return {
      condition: {},
      ...kind,
      id: `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`,
      resource: resource(`resource-${index}`),
      resourceOwnerAccount: ACCOUNT,
      status: 'ACTIVE',
      principal: { AWS: kind.isPublic ? '*' : String(444455556666 + (index % PRINCIPALS)) },
      createdAt: minute,
      analyzedAt: '2026-11-23T00:00:00Z',
      updatedAt: minute,
    };
  });
  return evidenceFromFindings(findings, {
    account: ACCOUNT,
    region: REGION,
    analyzer: {
      arn: `arn:aws:access-analyzer:${REGION}:${ACCOUNT}:analyzer/external`,
      type: 'ACCOUNT',
      status: 'ACTIVE',
    },
  });
}
