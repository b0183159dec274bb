import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExternalAccessFinding } from '../../src/model/finding.ts';
import { assessRisk } from '../../src/risk/assess-risk.ts';
import { narrowingConditions } from '../../src/risk/narrowing-conditions.ts';
import { SEVERITIES } from '../../src/risk/severity.ts';

/** Members that fit together, as AWS sends them: only what can be everybody is ever public. */
const everybody = fc.constantFrom({ AWS: '*' }, { Federated: 'accounts.google.com' }, {});
const somebody = fc.constantFrom(
  { AWS: '111122223333' },
  { CanonicalUser: '79a59d' },
  { Federated: 'saml' },
  { AWS: '*' },
);
const who = fc.oneof(
  fc.record({ isPublic: fc.constant(true), principal: everybody }),
  fc.record({ isPublic: fc.constant(false), principal: somebody }),
);
const action = fc.array(
  fc.constantFrom(
    's3:ListBucket',
    's3:GetObject',
    's3:PutObject',
    's3:PutBucketPolicy',
    's3:PutObjectTagging',
    'x:Y',
    's3:*',
  ),
  { minLength: 1, maxLength: 4 },
);
const condition = fc.dictionary(
  fc.constantFrom('aws:PrincipalOrgID', 'aws:SourceIp', 'sts:ExternalId', 'aws:SecureTransport', 'x:y', '__proto__'),
  fc.constantFrom('o-abcdefghij', '203.0.113.0/24', '0.0.0.0/0', '::/0', '*', '', 'true', 'secret'),
);
const finding: fc.Arbitrary<ExternalAccessFinding> = fc
  .record({ who, action, condition })
  .map(({ who: { isPublic, principal }, ...rest }) => ({
    id: 'id-1',
    findingType: 'ExternalAccess',
    resourceType: 'AWS::S3::Bucket',
    status: 'ACTIVE',
    isPublic,
    principal: principal,
    ...rest,
  }));

/** 0 is the worst. */
const rank = (of: ExternalAccessFinding): number => SEVERITIES.indexOf(assessRisk(of).severity);

test('leaving a member out never makes a finding milder', () => {
  fc.assert(
    fc.property(finding, (whole) => {
      const { isPublic: _, ...withoutIsPublic } = whole;
      expect(rank(withoutIsPublic)).toBeLessThanOrEqual(rank(whole));
      expect(rank({ ...whole, action: [] })).toBeLessThanOrEqual(rank(whole));
      expect(rank({ ...whole, principal: {} })).toBeLessThanOrEqual(rank(whole));
      expect(rank({ ...withoutIsPublic, principal: {}, action: [], condition: {} })).toBe(0);
    }),
  );
});

test('one action more never makes a finding milder', () => {
  fc.assert(
    fc.property(finding, action, (whole, more) => {
      expect(rank({ ...whole, action: [...whole.action, ...more] })).toBeLessThanOrEqual(rank(whole));
    }),
  );
});

test('conditions lower by one step at most, public never below high, and never raise', () => {
  fc.assert(
    fc.property(finding, (whole) => {
      const steps = rank(whole) - rank({ ...whole, condition: {} });
      expect(steps).toBeGreaterThanOrEqual(0);
      expect(steps).toBeLessThanOrEqual(1);
      if (whole.isPublic === true) expect(rank(whole)).toBeLessThanOrEqual(SEVERITIES.indexOf('high'));
    }),
  );
});

test('values that name nobody lower nothing', () => {
  const key = fc.oneof(fc.string(), fc.constantFrom(...narrowingConditions.map((narrowing) => narrowing.key)));
  const wide = fc.constantFrom('', ' ', '*', 'o-*', '0.0.0.0/0', '::/0', 'true', '${aws:PrincipalOrgID}');
  fc.assert(
    fc.property(finding, fc.dictionary(key, wide), (whole, wideConditions) => {
      expect(rank({ ...whole, condition: wideConditions })).toBe(rank({ ...whole, condition: {} }));
    }),
  );
});

test('the status of a finding plays no part', () => {
  fc.assert(
    fc.property(finding, fc.string(), (whole, status) => {
      expect(assessRisk({ ...whole, status })).toEqual(assessRisk(whole));
    }),
  );
});
