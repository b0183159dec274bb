import { describe, expect, it } from 'vitest';
import { FILTER_KEYS, filterKey, matchFilter, normalizeFilter, type FilterMatch } from '../../../src/filters/index.ts';
import type { CriterionInput } from '../../../src/model/archive-rule.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { externalFinding, internalFinding } from './findings.ts';

const CONDITION: Readonly<Record<string, string>> = {
  'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/reader',
  'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
  'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/',
  'aws:SourceIp': '203.0.113.0/24',
  'aws:SourceVpc': 'vpc-0f1e2d3c4b5a69788',
  'aws:SourceVpcArn': 'arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0f1e2d3c4b5a69788',
  'aws:UserId': 'AIDAIOSFODNN7EXAMPLE',
  'aws:VpceAccount': '111122223333',
  'aws:VpceOrgID': 'o-a1b2c3d4e5',
  'aws:VpceOrgPaths': 'o-a1b2c3d4e5/r-ab12/',
  'cognito-identity.amazonaws.com:aud': 'eu-west-1:12345678-1234-1234-1234-123456789012',
  'graph.facebook.com:app_id': '1234567890',
  'accounts.google.com:aud': '66677788899900pro0',
  'www.amazon.com:app_id': 'amzn1.application-oa2-client.1234567890',
  'kms:CallerAccount': '111122223333',
};

/** A finding that has all that external access can have. */
const full: Finding = externalFinding({
  isPublic: false,
  error: 'ACCESS_DENIED',
  resourceControlPolicyRestriction: 'APPLICABLE',
  principal: { AWS: '111122223333', Federated: 'accounts.google.com' },
  condition: CONDITION,
});
const internal: Finding = internalFinding({ serviceControlPolicyRestriction: 'APPLICABLE' });

/** What the finding has under each key that a rule or a list can ask for. */
const VALUES: Readonly<Record<string, readonly [Finding, string]>> = {
  id: [full, full.id],
  status: [full, full.status],
  resource: [full, full.resource ?? ''],
  resourceType: [full, full.resourceType],
  resourceOwnerAccount: [full, full.resourceOwnerAccount ?? ''],
  findingType: [full, 'ExternalAccess'],
  isPublic: [full, 'false'],
  error: [full, 'ACCESS_DENIED'],
  resourceControlPolicyRestriction: [full, 'APPLICABLE'],
  serviceControlPolicyRestriction: [internal, 'APPLICABLE'],
  'principal.AWS': [full, '111122223333'],
  'principal.Federated': [full, 'accounts.google.com'],
  ...Object.fromEntries(Object.entries(CONDITION).map(([key, value]) => [`condition.${key}`, [full, value] as const])),
};

describe('every documented key', () => {
  it('has a value here', () => {
    const documented = FILTER_KEYS.filter(({ uses }) => uses.includes('list')).map(({ key }) => key);
    expect(Object.keys(VALUES).sort()).toEqual([...documented].sort());
  });

  describe.each(Object.entries(VALUES))('%s', (key, [finding, value]) => {
    const other = key === 'isPublic' ? 'true' : `not ${value}`;
    it.each<[CriterionInput, FilterMatch]>([
      [{ eq: value }, 'yes'],
      [{ eq: [other, value] }, 'yes'],
      [{ eq: other }, 'no'],
      [{ neq: other }, 'yes'],
      [{ neq: [other, value] }, 'no'],
      [{ exists: true }, 'yes'],
      [{ exists: false }, 'no'],
      [{ eq: value, neq: other }, 'yes'],
      [{ eq: value, neq: value }, 'no'],
    ])('%j: %s', (criterion, expected) => {
      expect(matchFilter(finding, { [key]: criterion })).toBe(expected);
    });

    it('contains what is in it, in its own case', () => {
      const part = value.slice(1, -1);
      expect(matchFilter(finding, { [key]: { contains: part } })).toBe('yes');
      expect(matchFilter(finding, { [key]: { contains: ['zzz', part] } })).toBe('yes');
      expect(matchFilter(finding, { [key]: { contains: 'zzz' } })).toBe('no');
      if (part !== part.toUpperCase()) {
        expect(matchFilter(finding, { [key]: { contains: part.toUpperCase() } })).toBe('no');
      }
    });

    it('is taken by an archive rule just where AWS’s table says so', () => {
      const access = finding === internal ? 'internal' : 'external';
      const given = { [key]: { eq: value } };
      const write = () => normalizeFilter(given, { use: 'archive-rule', access });
      if (filterKey(key)?.uses.includes('archive-rule') === true) expect(write()).toEqual({ [key]: { eq: [value] } });
      else expect(write).toThrow(key);
    });
  });
});
