import type { FakeFinding } from '../types.ts';

/**
 * An active finding: another account may read an S3 bucket. Name what matters to the test and leave the rest.
 *
 * @example
 * ```ts
 * externalAnalyzer({ findings: [externalFinding({ resource: 'arn:aws:s3:::reports', principal: { AWS: '444455556666' } })] });
 * ```
 */
export function externalFinding(overrides: FakeFinding = {}): FakeFinding {
  return {
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket',
    resourceType: 'AWS::S3::Bucket',
    status: 'ACTIVE',
    principal: { AWS: '444455556666' },
    action: ['s3:GetObject', 's3:ListBucket'],
    condition: {},
    isPublic: false,
    ...(overrides.resourceType === undefined || overrides.resourceType === 'AWS::S3::Bucket'
      ? { sources: [{ type: 'POLICY' }] }
      : {}),
    ...overrides,
  };
}

/**
 * An active finding: everybody may read an S3 bucket.
 *
 * @example
 * ```ts
 * externalAnalyzer({ findings: [publicFinding({ condition: { 'aws:SourceIp': '203.0.113.0/24' } })] });
 * ```
 */
export function publicFinding(overrides: FakeFinding = {}): FakeFinding {
  return externalFinding({ principal: { AWS: '*' }, isPublic: true, ...overrides });
}

/**
 * An active error finding: Access Analyzer could not analyse the resource, which proves nothing about access.
 *
 * @example
 * ```ts
 * externalAnalyzer({ findings: [errorFinding({ resource: 'arn:aws:kms:us-east-1:111122223333:key/1' })] });
 * ```
 */
export function errorFinding(overrides: FakeFinding = {}): FakeFinding {
  return {
    resource: 'arn:aws:s3:::amzn-s3-demo-bucket',
    resourceType: 'AWS::S3::Bucket',
    status: 'ACTIVE',
    error: 'ACCESS_DENIED',
    ...overrides,
  };
}
