import type { FakeBucket, FakeFinding, FakeScenario } from '../types.ts';

const BUCKET = 'cc-project5-log-data';

const BUCKET_ACTIONS = [
  's3:DeleteObject',
  's3:GetBucketAcl',
  's3:ListBucket',
  's3:ListBucketByTags',
  's3:ListBucketMultipartUploads',
  's3:ListBucketVersions',
  's3:PutObject',
];

const QUEUE_ACTIONS = [
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
];

/** The bucket of the rule page, with a policy that grants everybody just what its finding tells. */
export const RULE_PAGE_BUCKET: FakeBucket = {
  name: BUCKET,
  region: 'us-east-1',
  policy: {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'LetEverybodyIn',
        Effect: 'Allow',
        Principal: '*',
        Action: BUCKET_ACTIONS,
        Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
      },
    ],
  },
};

/** The two queues of the rule page, as findings of the account. */
export function rulePageQueueFindings(account: string): FakeFinding[] {
  return [
    {
      id: 'abcd1234-abcd-1234-abcd-1234abcd1234',
      resource: `arn:aws:sqs:us-east-1:${account}:cc-staging-queue`,
      resourceType: 'AWS::SQS::Queue',
      status: 'ACTIVE',
      principal: { AWS: '*' },
      action: QUEUE_ACTIONS,
      condition: {},
      isPublic: true,
      createdAt: '2019-12-09T11:04:54Z',
      analyzedAt: '2019-12-09T11:04:54Z',
      updatedAt: '2019-12-09T11:04:54Z',
    },
    {
      id: '1234abcd-1234-abcd-1234-abcd1234abcd',
      resource: `arn:aws:sqs:us-east-1:${account}:cc-project5-app-queue`,
      resourceType: 'AWS::SQS::Queue',
      status: 'ACTIVE',
      principal: { AWS: '123412341234' },
      action: QUEUE_ACTIONS,
      condition: {},
      isPublic: false,
      createdAt: '2019-12-09T11:04:54Z',
      analyzedAt: '2019-12-09T11:04:54Z',
      updatedAt: '2019-12-09T11:04:54Z',
    },
  ];
}

/**
 * The account of the page that documents AccessAnalyzer-001: 123456789012 with one Region, one analyzer and the three findings
 * that the page prints, by the same ids and times. Its public bucket is a real one: block it and scan it again, and
 * its finding is RESOLVED.
 *
 * @example
 * ```ts
 * const fake = createFakeAws(rulePageScenario());
 * await using clients = createClients({
 *   requestHandler: fake.requestHandler,
 *   credentials: fake.credentialsFor('123456789012'),
 * });
 * console.log(evaluate(await collectEvidence(clients, { regions: ['us-east-1'] })).status); // FAIL
 * ```
 */
export function rulePageScenario(): FakeScenario {
  const account = '123456789012';
  const bucketFinding: FakeFinding = {
    id: 'abcdabcd-1234-1234-1234-abcdabcdabcd',
    resource: `arn:aws:s3:::${BUCKET}`,
    resourceType: 'AWS::S3::Bucket',
    status: 'ACTIVE',
    principal: { AWS: '*' },
    action: BUCKET_ACTIONS,
    condition: {},
    isPublic: true,
    sources: [{ type: 'POLICY' }],
    createdAt: '2019-12-09T12:35:51Z',
    analyzedAt: '2019-12-09T14:39:36Z',
    updatedAt: '2019-12-09T14:29:50Z',
  };
  return {
    accounts: [
      {
        id: account,
        buckets: [RULE_PAGE_BUCKET],
        regions: {
          'us-east-1': {
            analyzers: [
              {
                name: 'cc-access-analyzer',
                type: 'ACCOUNT',
                createdAt: '2019-12-09T10:00:00Z',
                findings: [bucketFinding, ...rulePageQueueFindings(account)],
              },
            ],
          },
        },
      },
    ],
  };
}
