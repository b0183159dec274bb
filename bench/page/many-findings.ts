import { evaluate, evidenceFromFindings, type Verdict } from 'access-analyzer-kit/evaluate';

const TYPES = ['AWS::S3::Bucket', 'AWS::IAM::Role', 'AWS::KMS::Key', 'AWS::SQS::Queue', 'AWS::EC2::Snapshot'];
const ACTIONS = [
  ['s3:GetObject'],
  ['sts:AssumeRole'],
  ['kms:Decrypt', 'kms:CreateGrant'],
  ['sqs:SendMessage'],
  ['ec2:CreateVolume'],
];

/** A verdict of so many findings, as unlike each other as those of a real account: resources, principals, actions, conditions. */
export function manyFindings(count: number): Verdict {
  const findings = Array.from({ length: count }, (_, index) => ({
    id: `f-${index}`,
    resource: `arn:aws:s3:::team-${index % 97}-bucket-${(index * 7919) % count}`,
    resourceType: TYPES[index % TYPES.length],
    resourceOwnerAccount: '111122223333',
    status: 'ACTIVE',
    principal: {
      AWS: index % 20 === 0 ? '*' : `arn:aws:iam::${444455556666 + (index % 500)}:role/reader-${index % 30}`,
    },
    action: ACTIONS[index % ACTIONS.length],
    condition: index % 3 === 0 ? { 'aws:SourceVpce': `vpce-${index % 200}` } : {},
    isPublic: index % 20 === 0,
    createdAt: new Date(Date.UTC(2026, 0, 1 + (index % 300))).toISOString(),
    updatedAt: new Date(Date.UTC(2026, 0, 1 + (index % 300))).toISOString(),
  }));
  return evaluate(
    evidenceFromFindings(findings, {
      account: '111122223333',
      region: 'us-east-1',
      analyzer: 'external-access',
      complete: true,
      collectedAt: '2026-11-23T12:00:00Z',
    }),
  );
}
