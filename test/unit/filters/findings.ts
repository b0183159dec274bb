import type {
  ExternalAccessFinding,
  InternalAccessFinding,
  UnknownFinding,
  UnusedIamRoleFinding,
} from '../../../src/model/finding.ts';

const common = {
  resource: 'arn:aws:s3:::example-bucket',
  resourceOwnerAccount: '123456789012',
  status: 'ACTIVE',
  createdAt: '2026-01-01T00:00:00.000Z',
  analyzedAt: '2026-01-02T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
} as const;

/** An external finding on a bucket that lets another account read; members can be replaced. */
export function externalFinding(members: Partial<ExternalAccessFinding> = {}): ExternalAccessFinding {
  return {
    ...common,
    id: '11111111-1111-4111-8111-111111111111',
    findingType: 'ExternalAccess',
    resourceType: 'AWS::S3::Bucket',
    isPublic: false,
    principal: { AWS: '111122223333' },
    action: ['s3:GetObject'],
    condition: {},
    ...members,
  };
}

export function internalFinding(members: Partial<InternalAccessFinding> = {}): InternalAccessFinding {
  return {
    ...common,
    id: '22222222-2222-4222-8222-222222222222',
    findingType: 'InternalAccess',
    resourceType: 'AWS::S3::Bucket',
    principal: { AWS: 'arn:aws:iam::123456789012:role/reader' },
    action: ['s3:GetObject'],
    condition: {},
    serviceControlPolicyRestriction: 'NOT_APPLICABLE',
    ...members,
  };
}

export function unusedRoleFinding(): UnusedIamRoleFinding {
  return {
    ...common,
    id: '33333333-3333-4333-8333-333333333333',
    findingType: 'UnusedIAMRole',
    resource: 'arn:aws:iam::123456789012:role/forgotten',
    resourceType: 'AWS::IAM::Role',
  };
}

export function unknownFinding(): UnknownFinding {
  return {
    ...common,
    id: '44444444-4444-4444-8444-444444444444',
    findingType: 'Unknown',
    awsFindingType: 'SomethingNew',
    resourceType: 'AWS::S3::Bucket',
  };
}
