import { describe, expect, it } from 'vitest';
import { accessId } from '../../../src/evaluate/access-id.ts';
import { fingerprint } from '../../../src/evaluate/fingerprint.ts';
import { toFinding } from '../../../src/model/to-finding.ts';
import type { Finding } from '../../../src/model/finding.ts';

const RAW = {
  id: 'f-1',
  resource: 'arn:aws:s3:::b',
  resourceType: 'AWS::S3::Bucket',
  resourceOwnerAccount: '111122223333',
  status: 'ACTIVE',
  isPublic: false,
  principal: { AWS: '444455556666' },
  action: ['s3:GetObject'],
  condition: { 'aws:SourceVpc': 'vpc-1', 'aws:SourceAccount': '1' },
  sources: [{ type: 'POLICY' }, { type: 'BUCKET_ACL' }],
  resourceControlPolicyRestriction: 'NOT_APPLICABLE',
};
const finding = (change: object = {}): Finding => toFinding({ ...RAW, ...change }, { api: 'v1' });

describe('accessId and fingerprint', () => {
  it('stay what they are from release to release', () => {
    expect(accessId(finding())).toMatchInlineSnapshot(
      `"v1:2c738a78e930b7dbffb99d4986e4ba9fa441d437870038977d12024a51ae9802"`,
    );
    expect(fingerprint(finding())).toMatchInlineSnapshot(
      `"v1:2c738a78e930b7dbffb99d4986e4ba9fc33ee478697813c78071215a9a825a51"`,
    );
  });

  it.each([
    ['the id', { id: 'f-2' }],
    ['the status', { status: 'ARCHIVED' }],
    ['the times', { createdAt: '2026-01-01T00:00:00Z', analyzedAt: '2026-01-01T00:00:00Z' }],
    ['the order of conditions', { condition: { 'aws:SourceAccount': '1', 'aws:SourceVpc': 'vpc-1' } }],
    ['the order of sources', { sources: [{ type: 'BUCKET_ACL' }, { type: 'POLICY' }, { type: 'POLICY' }] }],
    ['the case and order of actions', { action: ['S3:getobject', 's3:GetObject'] }],
  ])('ignore %s', (_, change) => {
    expect(accessId(finding(change))).toBe(accessId(finding()));
    expect(fingerprint(finding(change))).toBe(fingerprint(finding()));
  });

  it.each([
    ['another partition', { resource: 'arn:aws-cn:s3:::b' }],
    ['another owner', { resourceOwnerAccount: '999999999999' }],
    ['another resource', { resource: 'arn:aws:s3:::c' }],
    ['another principal', { principal: { AWS: '*' } }],
    ['another kind of principal', { principal: { CanonicalUser: '444455556666' } }],
    ['another condition', { condition: { 'aws:SourceVpc': 'vpc-2', 'aws:SourceAccount': '1' } }],
    ['no condition', { condition: {} }],
    ['another source', { sources: [{ type: 'POLICY' }] }],
    ['another kind of finding', { findingType: 'InternalAccess' }],
  ])('tell %s apart', (_, change) => {
    expect(accessId(finding(change))).not.toBe(accessId(finding()));
    expect(fingerprint(finding(change))).not.toBe(fingerprint(finding()));
  });

  it.each([
    ['other actions', { action: ['s3:GetObject', 's3:PutObject'] }],
    ['no action', { action: [] }],
    ['another RCP state', { resourceControlPolicyRestriction: 'APPLICABLE' }],
  ])('are one access with another fingerprint for %s', (_, change) => {
    expect(accessId(finding(change))).toBe(accessId(finding()));
    expect(fingerprint(finding(change))).not.toBe(fingerprint(finding()));
  });

  it('take the owner from the resource, else from where it was read', () => {
    const bucket = finding({ resourceOwnerAccount: undefined });
    const context = { account: '111122223333', partition: 'aws' };
    expect(accessId(bucket, context)).toBe(accessId(finding()));
    expect(accessId(bucket)).not.toBe(accessId(finding()));
    const role = { resource: 'arn:aws:iam::111122223333:role/r' };
    expect(accessId(finding({ ...role, resourceOwnerAccount: undefined }))).toBe(accessId(finding(role)));
  });

  it('take a finding that grants nothing for one with an empty grant', () => {
    const { principal: _who, action: _what, condition: _when, sources: _through, ...nothing } = RAW;
    const unused = toFinding({ ...nothing, findingType: 'UnusedIAMRole' }, { api: 'v2' });
    const empty = { ...unused, principal: {}, action: [], condition: {}, sources: [] } as Finding;
    expect(unused).not.toHaveProperty('principal');
    expect(accessId(unused)).toBe(accessId(empty));
    expect(fingerprint(unused)).toBe(fingerprint(empty));
  });

  it.each([
    ['resource', { resource: undefined }],
    ['principal', { principal: {} }],
  ])('never take two findings without a %s for one', (_, change) => {
    expect(accessId(finding({ ...change, id: 'a' }))).not.toBe(accessId(finding({ ...change, id: 'b' })));
    expect(accessId(finding({ ...change, id: 'a' }))).toBe(accessId(finding({ ...change, id: 'a' })));
  });
});
