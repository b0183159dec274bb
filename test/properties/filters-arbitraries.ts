import fc from 'fast-check';
import type { CriterionInput, FilterInput } from '../../src/model/archive-rule.ts';
import type { ExternalAccessFinding } from '../../src/model/finding.ts';

// Few values, so that findings and filters meet often.
const ARNS = [
  'arn:aws:s3:::a',
  'arn:aws:s3:::ab',
  'arn:aws:sqs:eu-west-1:123456789012:q',
  'arn:aws:iam::123456789012:role/r',
];
const ACCOUNTS = ['111122223333', '012345678901', '*'];
const VALUES: Readonly<Record<string, readonly string[]>> = {
  resource: [...ARNS, 'arn:', ':s3:', ''],
  resourceType: ['AWS::S3::Bucket', 'AWS::IAM::Role', 'S3'],
  resourceOwnerAccount: ACCOUNTS,
  isPublic: ['true', 'false', 'True'],
  findingType: ['ExternalAccess', 'UnusedIAMRole'],
  status: ['ACTIVE', 'ARCHIVED'],
  error: ['ACCESS_DENIED', 'ACCESS'],
  resourceControlPolicyRestriction: ['APPLICABLE', 'NOT_APPLICABLE'],
  'principal.AWS': ACCOUNTS,
  'principal.Federated': ['accounts.google.com'],
  'condition.aws:SourceIp': ['10.0.0.0/8', '10.', '0.0.0.0/0'],
  'condition.aws:PrincipalOrgID': ['o-1', 'o-2'],
  id: ['id-1', 'id-2', 'unidentified:1'],
};

/** A finding whose members come and go. */
export const externalFinding: fc.Arbitrary<ExternalAccessFinding> = fc
  .record(
    {
      id: fc.constantFrom('id-1', 'id-2', 'unidentified:1'),
      findingType: fc.constant('ExternalAccess' as const),
      resourceType: fc.constantFrom('AWS::S3::Bucket', 'AWS::IAM::Role', 'UNKNOWN'),
      status: fc.constantFrom('ACTIVE', 'ARCHIVED', 'UNKNOWN'),
      principal: fc.oneof(
        fc.record({ AWS: fc.constantFrom(...ACCOUNTS) }),
        fc.constant({ Federated: 'accounts.google.com' }),
        fc.constant({}),
      ),
      action: fc.constantFrom<string[]>([], ['s3:GetObject']),
      condition: fc.oneof(
        fc.constant({}),
        fc.record({ 'aws:SourceIp': fc.constantFrom('10.0.0.0/8', '0.0.0.0/0') }),
        fc.record({ 'AWS:sourceip': fc.constant('10.0.0.0/8') }),
        fc.record({ 'aws:PrincipalOrgID': fc.constantFrom('o-1', 'o-2') }),
      ),
      resource: fc.constantFrom(...ARNS),
      resourceOwnerAccount: fc.constantFrom('111122223333', '012345678901'),
      isPublic: fc.boolean(),
      error: fc.constant('ACCESS_DENIED'),
      resourceControlPolicyRestriction: fc.constantFrom('APPLICABLE', 'NOT_APPLICABLE'),
    },
    { requiredKeys: ['id', 'findingType', 'resourceType', 'status', 'principal', 'action', 'condition'] },
  )
  .map((finding) => finding as ExternalAccessFinding);

function criterion(key: string): fc.Arbitrary<CriterionInput> {
  const value = fc.constantFrom(...(VALUES[key] ?? ['x']));
  const values = fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }));
  return fc
    .record({ eq: values, neq: values, contains: values, exists: fc.boolean() }, { requiredKeys: [] })
    .filter((operators) => Object.keys(operators).length > 0);
}

function filterOver(keys: readonly string[]): fc.Arbitrary<FilterInput> {
  return fc
    .subarray([...keys], { minLength: 0, maxLength: 3 })
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map((key) => [key, criterion(key)]))));
}

/** A filter that AWS's model would take, over every kind of key. */
export const filterInput: fc.Arbitrary<FilterInput> = filterOver(Object.keys(VALUES));

/** Two filters over one key each, so that one often subsumes the other. */
export const narrowing: fc.Arbitrary<[FilterInput, FilterInput]> = fc
  .constantFrom(...Object.keys(VALUES))
  .chain((key) => fc.tuple(fc.record({ [key]: criterion(key) }), fc.record({ [key]: criterion(key) })));
