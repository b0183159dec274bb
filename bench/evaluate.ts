import { evaluate, evidenceFromFindings } from 'access-analyzer-kit/evaluate';
import { medianMs, ratio } from './median.ts';

const FINDINGS = 20_000;

/** `evaluate` against `JSON.parse` of the same evidence. */
export async function evaluateBenchmark(): Promise<string> {
  const findings = Array.from({ length: FINDINGS }, (_, index) => ({
    id: `finding-${index}`,
    resource: `arn:aws:s3:::bucket-${index}`,
    resourceType: 'AWS::S3::Bucket',
    resourceOwnerAccount: '111122223333',
    status: 'ACTIVE',
    principal: { AWS: '444455556666' },
    action: ['s3:GetObject', 's3:ListBucket'],
    condition: {},
    isPublic: false,
    createdAt: '2026-11-01T00:00:00Z',
    analyzedAt: '2026-11-23T00:00:00Z',
    updatedAt: '2026-11-01T00:00:00Z',
  }));
  const evidence = evidenceFromFindings(findings, {
    account: '111122223333',
    region: 'us-east-1',
    analyzer: 'external-access',
  });
  const text = JSON.stringify(evidence);
  const own = await medianMs(() => evaluate(evidence));
  const peer = await medianMs(() => JSON.parse(text) as unknown);
  return `evaluate, ${FINDINGS} findings: ${ratio(own, peer)} × JSON.parse of the evidence`;
}
