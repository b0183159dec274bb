import { describe, expect, it, test } from 'vitest';
import { InvalidInputError } from '../../../src/errors/index.ts';
import { matchesFilter, matchFilter, type FilterMatch } from '../../../src/filters/index.ts';
import type { FilterInput } from '../../../src/model/archive-rule.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { toFinding } from '../../../src/model/to-finding.ts';
import { externalFinding, internalFinding, unknownFinding, unusedRoleFinding } from './findings.ts';

const finding = externalFinding({
  isPublic: false,
  principal: { AWS: '111122223333', CanonicalUser: 'abc' },
  condition: { 'aws:SourceIp': '10.0.0.0/8', 'aws:PrincipalTag/Team name': 'blue' },
  resourceControlPolicyRestriction: 'NOT_APPLICABLE',
});
const ARN = finding.resource ?? '';

describe('every operator on every kind of key', () => {
  const cases: [FilterInput, FilterMatch][] = [
    [{}, 'yes'],
    [{ resource: { eq: ARN } }, 'yes'],
    [{ resource: { eq: ['other', ARN] } }, 'yes'],
    [{ resource: { eq: ARN.toUpperCase() } }, 'no'],
    [{ resource: { eq: 'arn:aws:s3:::*' } }, 'no'],
    [{ resource: { neq: ['other', ARN] } }, 'no'],
    [{ resource: { neq: 'other' } }, 'yes'],
    [{ resource: { contains: ['zzz', ':s3:'] } }, 'yes'],
    [{ resource: { contains: 'zzz' } }, 'no'],
    [{ resource: { exists: true } }, 'yes'],
    [{ resource: { exists: false } }, 'no'],
    [{ resource: { contains: ':s3:', neq: ARN } }, 'no'],
    [{ resource: { contains: ':s3:', neq: 'other', exists: true } }, 'yes'],
    [{ resource: { eq: ARN }, isPublic: { eq: true } }, 'no'],
    [{ resource: { eq: ARN }, isPublic: { eq: false } }, 'yes'],
    [{ resourceType: { eq: 'AWS::S3::Bucket' } }, 'yes'],
    [{ resourceOwnerAccount: { eq: 123456789012 } }, 'yes'],
    [{ isPublic: { neq: true } }, 'yes'],
    [{ isPublic: { exists: true } }, 'yes'],
    [{ isPublic: { eq: 'False' } }, 'uncertain'],
    [{ isPublic: { neq: 'True' } }, 'uncertain'],
    [{ findingType: { eq: 'ExternalAccess' } }, 'yes'],
    [{ status: { eq: ['ACTIVE', 'ARCHIVED'] } }, 'yes'],
    [{ id: { eq: finding.id } }, 'yes'],
    [{ error: { exists: false } }, 'yes'],
    [{ error: { eq: 'ACCESS_DENIED' } }, 'no'],
    [{ resourceControlPolicyRestriction: { eq: 'NOT_APPLICABLE' } }, 'yes'],
    [{ serviceControlPolicyRestriction: { exists: true } }, 'no'],
    [{ 'principal.AWS': { eq: 111122223333 } }, 'yes'],
    [{ 'principal.AWS': { contains: '1111' } }, 'yes'],
    [{ 'principal.Federated': { exists: false } }, 'yes'],
    [{ 'principal.CanonicalUser': { eq: 'abc' } }, 'yes'],
    [{ 'condition.aws:SourceIp': { eq: '10.0.0.0/8' } }, 'yes'],
    [{ 'condition.aws:PrincipalTag/Team name': { eq: 'blue' } }, 'yes'],
    [{ 'condition.aws:PrincipalOrgID': { exists: true } }, 'no'],
    [{ 'condition.aws:PrincipalOrgID': { eq: 'o-1' } }, 'no'],
    [{ 'condition.aws:PrincipalOrgID': { contains: 'o-' } }, 'no'],
    [{ 'condition.aws:PrincipalOrgID': { neq: 'o-1' } }, 'uncertain'],
    [{ 'condition.AWS:sourceip': { eq: '10.0.0.0/8' } }, 'uncertain'],
    [{ 'condition.constructor': { exists: true } }, 'no'],
    [{ 'condition.__proto__': { exists: true } }, 'no'],
  ];
  it.each(cases)('%j → %s', (filter, expected) => {
    expect(matchFilter(finding, filter)).toBe(expected);
    expect(matchesFilter(finding, filter)).toBe(expected === 'yes');
  });
});

describe('what AWS would refuse never matches for certain', () => {
  const cases: [string, FilterInput][] = [
    ['unknown key', { resourcetype: { neq: 'x' } }],
    ['a key of the prototype', { constructor: { exists: false } }],
    ['unknown operator', { resource: { equals: ARN } } as unknown as FilterInput],
    ['unknown operator beside a good one', { resource: { eq: ARN, like: '*' } } as unknown as FilterInput],
    ['no operator', { resource: {} }],
    ['an operator without a value', { resource: { eq: undefined } }],
    ['no values', { resource: { neq: [] } }],
    ['no values under eq', { resource: { eq: [] } }],
  ];
  it.each(cases)('%s', (_name, filter) => {
    expect(matchFilter(finding, filter)).toBe('uncertain');
  });

  it('and is overruled by a property that certainly fails', () => {
    expect(matchFilter(finding, { foo: { eq: 'x' }, isPublic: { eq: true } })).toBe('no');
  });
});

describe('what this copy of the finding does not tell is uncertain', () => {
  const { isPublic: _isPublic, resourceOwnerAccount: _owner, ...old } = finding;
  const bare = externalFinding({ principal: {}, action: [], condition: {} });
  const nobody = externalFinding({ principal: {} });
  const grants = [
    { principal: { AWS: '111122223333' }, condition: { 'aws:SourceIp': '10.0.0.0/8' } },
    { principal: { Federated: 'accounts.google.com' }, condition: {} },
  ].map((grant) => ({ externalAccessDetails: { ...grant, isPublic: false, action: ['s3:GetObject'] } }));
  const differing = toFinding({ ...finding, findingDetails: grants }, { api: 'v2' });
  const cases: [string, Finding, FilterInput, FilterMatch][] = [
    ['isPublic absent, eq false', old, { isPublic: { eq: false } }, 'uncertain'],
    ['isPublic absent, eq true', old, { isPublic: { eq: true } }, 'uncertain'],
    ['isPublic absent, exists', old, { isPublic: { exists: true } }, 'uncertain'],
    ['owner absent', old, { resourceOwnerAccount: { eq: '123456789012' } }, 'uncertain'],
    ['details not read, principal', bare, { 'principal.AWS': { eq: '*' } }, 'uncertain'],
    ['details not read, condition', bare, { 'condition.aws:SourceIp': { exists: false } }, 'uncertain'],
    ['details not read, policy', bare, { resourceControlPolicyRestriction: { exists: false } }, 'uncertain'],
    ['principal not told', nobody, { 'principal.Federated': { exists: false } }, 'uncertain'],
    ['principal not told, any value', nobody, { 'principal.AWS': { eq: '*' } }, 'uncertain'],
    ['principal not told, condition', nobody, { 'condition.aws:SourceVpc': { exists: false } }, 'uncertain'],
    ['two grants that differ, principal', differing, { 'principal.Federated': { exists: false } }, 'uncertain'],
    ['two grants that differ, condition', differing, { 'condition.aws:SourceIp': { exists: false } }, 'uncertain'],
    ['two grants that differ, what they agree on', differing, { isPublic: { eq: false } }, 'yes'],
    [
      'error finding really has none',
      { ...bare, error: 'ACCESS_DENIED' },
      { 'principal.AWS': { exists: false } },
      'yes',
    ],
    ['status unknown', { ...finding, status: 'UNKNOWN' }, { status: { eq: 'ACTIVE' } }, 'uncertain'],
    [
      'type unknown',
      { ...finding, resourceType: 'UNKNOWN' },
      { resourceType: { neq: 'AWS::S3::Bucket' } },
      'uncertain',
    ],
    [
      'no resource',
      { ...bare, error: 'x', resource: undefined } as unknown as Finding,
      { resource: { eq: 'x' } },
      'uncertain',
    ],
    ['invented id', { ...finding, id: 'unidentified:1' }, { id: { eq: 'unidentified:1' } }, 'uncertain'],
    ['unknown kind, isPublic', unknownFinding(), { isPublic: { eq: true } }, 'uncertain'],
    ['unknown kind, principal', unknownFinding(), { 'principal.AWS': { eq: '*' } }, 'uncertain'],
    ['unknown kind, type', unknownFinding(), { findingType: { eq: 'SomethingNew' } }, 'yes'],
    ['unused, isPublic', unusedRoleFinding(), { isPublic: { eq: false } }, 'no'],
    ['unused, principal', unusedRoleFinding(), { 'principal.AWS': { exists: false } }, 'yes'],
    ['unused, type', unusedRoleFinding(), { findingType: { eq: 'UnusedIAMRole' } }, 'yes'],
    ['internal, SCP', internalFinding(), { serviceControlPolicyRestriction: { eq: 'NOT_APPLICABLE' } }, 'yes'],
    ['internal, isPublic', internalFinding(), { isPublic: { exists: false } }, 'yes'],
  ];
  it.each(cases)('%s', (_name, subject, filter, expected) => {
    expect(matchFilter(subject, filter)).toBe(expected);
  });
});

describe('absentUnderNeq', () => {
  const filter: FilterInput = { 'condition.aws:PrincipalOrgID': { neq: 'o-1' } };
  test.each([
    ['uncertain', 'uncertain'],
    ['match', 'yes'],
    ['no-match', 'no'],
  ] as const)('%s → %s', (absentUnderNeq, expected) => {
    expect(matchFilter(finding, filter, { absentUnderNeq })).toBe(expected);
  });

  it('declares the finding complete', () => {
    const bare = externalFinding({ principal: {}, action: [], condition: {} });
    expect(matchFilter(bare, { 'principal.AWS': { eq: '*' } }, { absentUnderNeq: 'match' })).toBe('no');
    expect(matchFilter(bare, { nonsense: { eq: '*' } }, { absentUnderNeq: 'match' })).toBe('uncertain');
  });
});

describe('a filter that is none', () => {
  it.each([[[]], [''], ['text'], [null], [undefined], [7]])(
    '%j is refused, and does not match everything',
    (filter) => {
      expect(() => matchFilter(finding, filter as never)).toThrow(InvalidInputError);
    },
  );

  it.each([[null], ['text'], [[]], [{ eq: null }], [{ eq: [{}] }], [{ eq: ['x', null] }], [{ exists: 'yes' }]])(
    'the criterion %j is uncertain',
    (criterion) => {
      expect(matchFilter(finding, { resource: criterion } as never)).toBe('uncertain');
    },
  );
});
