import { describe, expect, it } from 'vitest';
import { lintArchiveRule, normalizeFilter, type LintArchiveRuleContext } from '../../../src/filters/index.ts';
import type { FilterInput } from '../../../src/model/archive-rule.ts';
import { RESOURCE_TYPES } from '../../../src/model/finding.ts';

const BUCKET = 'arn:aws:s3:::example-bucket';
const guard = { isPublic: { eq: false } } as const;

function codes(filter: FilterInput, context?: LintArchiveRuleContext, ruleName = 'rule'): string[] {
  return lintArchiveRule({ ruleName, filter }, context).map(({ code, key }) =>
    key === undefined ? code : `${code} ${key}`,
  );
}

describe('lintArchiveRule', () => {
  const cases: [string, FilterInput, string[], LintArchiveRuleContext?][] = [
    ['a narrow, guarded rule', { resource: { eq: BUCKET }, ...guard }, []],
    ['no guard', { resource: { eq: BUCKET } }, ['no-public-guard']],
    ['made for public access', { resource: { eq: BUCKET }, isPublic: { eq: true } }, ['hides-public-access isPublic']],
    ['made for everybody', { 'principal.AWS': { eq: '*' } }, ['hides-public-access principal.AWS']],
    ['empty', {}, ['matches-everything', 'no-public-guard']],
    [
      'all values of isPublic',
      { isPublic: { eq: [true, false] } },
      ['hides-public-access isPublic', 'matches-everything'],
    ],
    ['what every finding has', { resource: { contains: 'arn:' } }, ['no-public-guard', 'matches-everything']],
    ['the finding type of all', { findingType: { eq: 'ExternalAccess' } }, ['no-public-guard', 'matches-everything']],
    ['everything that exists', { resource: { exists: true } }, ['no-public-guard', 'matches-everything']],
    ['the guard alone', guard, ['too-broad']],
    ['a type alone', { resourceType: { eq: 'AWS::IAM::Role' }, ...guard }, ['too-broad']],
    ['all but one', { resource: { neq: BUCKET }, ...guard }, ['too-broad']],
    ['status', { status: { eq: 'ACTIVE' }, resource: { eq: BUCKET }, ...guard }, ['key-not-allowed status']],
    [
      'another case',
      { resourcetype: { eq: 'AWS::S3::Bucket' }, ...guard },
      ['key-not-allowed resourcetype', 'too-broad'],
    ],
    [
      'another tool’s key',
      { resourceArn: { contains: 'dev-' }, ...guard },
      ['key-not-allowed resourceArn', 'too-broad'],
    ],
    [
      'a guard on unused access',
      { resource: { eq: BUCKET }, ...guard },
      ['key-not-allowed isPublic'],
      { access: 'unused' },
    ],
    ['unused access', { resource: { contains: ':role/x' } }, [], { access: 'unused' }],
    [
      'external access where only unused access is found',
      { findingType: { eq: 'ExternalAccess' } },
      ['never-matches findingType', 'too-broad'],
      { access: 'unused' },
    ],
    [
      'unused access where only internal access is found',
      { findingType: { eq: ['UnusedIAMRole', 'ExternalAccess'] } },
      ['never-matches findingType', 'too-broad'],
      { access: 'internal' },
    ],
    [
      'a type that nobody knows yet',
      { findingType: { eq: 'SomethingNew' }, resource: { eq: BUCKET } },
      ['unknown-value findingType'],
      { access: 'unused' },
    ],
    [
      'the finding type of all internal access',
      { findingType: { eq: 'InternalAccess' } },
      ['matches-everything'],
      { access: 'internal' },
    ],
    [
      'one of four types of unused access',
      { findingType: { eq: 'UnusedIAMRole' } },
      ['too-broad'],
      { access: 'unused' },
    ],
    [
      'all four types of unused access',
      {
        findingType: { eq: ['UnusedIAMRole', 'UnusedIAMUserAccessKey', 'UnusedIAMUserPassword', 'UnusedPermission'] },
      },
      ['matches-everything'],
      { access: 'unused' },
    ],
    [
      'the finding type of external access, where nobody knows what is looked for',
      { findingType: { eq: 'ExternalAccess' } },
      ['no-public-guard', 'too-broad'],
      { access: 'unknown' },
    ],
    [
      'every type of resource but that of users, where users are looked at',
      { resourceType: { eq: RESOURCE_TYPES.filter((type) => type !== 'AWS::IAM::User') } },
      ['too-broad'],
      { access: 'unused' },
    ],
    ['the id of a deleted role', { 'principal.AWS': { eq: 'AROAIOSFODNN7EXAMPLE' }, ...guard }, []],
    ['the id of a deleted user', { 'principal.AWS': { neq: 'AIDAIOSFODNN7EXAMPLE' }, ...guard }, ['too-broad']],
    ['the id of nobody', { 'principal.AWS': { eq: 'AROA' }, ...guard }, ['unknown-value principal.AWS']],
    [
      'a key beyond the table',
      { 'principal.CanonicalUser': { eq: 'abc' }, ...guard },
      ['undocumented-key principal.CanonicalUser'],
    ],
    [
      'absent yet equal',
      { resource: { exists: false, eq: BUCKET }, ...guard },
      ['never-matches resource', 'exists-not-alone resource'],
    ],
    ['equal and not', { resource: { eq: BUCKET, neq: BUCKET }, ...guard }, ['never-matches resource']],
    ['equal without the part', { resource: { eq: BUCKET, contains: 'zzz' }, ...guard }, ['never-matches resource']],
    [
      'a property that the type lacks',
      { findingType: { eq: 'UnusedIAMRole' }, 'principal.AWS': { eq: '111122223333' } },
      ['never-matches principal.AWS'],
    ],
    [
      'a misspelt type',
      { resourceType: { eq: 'AWS::S3::bucket' }, resource: { contains: 'x' }, ...guard },
      ['unknown-value resourceType'],
    ],
    [
      'a Boolean that is none',
      { isPublic: { eq: 'False' }, resource: { eq: BUCKET } },
      ['unknown-value isPublic', 'no-public-guard'],
    ],
    [
      'a part of a Boolean',
      { isPublic: { contains: 'tru' }, resource: { eq: BUCKET } },
      ['unknown-value isPublic', 'no-public-guard'],
    ],
    [
      'eleven digits',
      { resourceOwnerAccount: { eq: '12345678901' }, ...guard },
      ['unknown-value resourceOwnerAccount'],
    ],
    ['no ARN', { resource: { eq: 'example-bucket' }, ...guard }, ['unknown-value resource']],
    [
      'an impossible part',
      { resourceType: { contains: 'Bukket' }, resource: { eq: BUCKET }, ...guard },
      ['unknown-value resourceType'],
    ],
    ['a wildcard', { resource: { eq: 'arn:aws:s3:::logs-*' }, ...guard }, ['literal-wildcard resource']],
    [
      'a wildcard that a policy may hold',
      { 'condition.aws:PrincipalArn': { eq: 'arn:aws:iam::*:role/x' }, ...guard },
      ['literal-wildcard condition.aws:PrincipalArn'],
    ],
    [
      'exists beside eq',
      { 'principal.AWS': { eq: '111122223333', exists: true }, ...guard },
      ['exists-not-alone principal.AWS'],
    ],
    [
      'a duplicate',
      { resource: { eq: [BUCKET, 'arn:aws:s3:::b'] }, ...guard },
      ['duplicate'],
      {
        rules: [
          { ruleName: 'old', filter: { isPublic: { eq: ['false'] }, resource: { eq: ['arn:aws:s3:::b', BUCKET] } } },
        ],
      },
    ],
    [
      'shadowed',
      { resource: { eq: BUCKET }, ...guard },
      ['shadowed'],
      { rules: [{ ruleName: 'old', filter: { resource: { contains: ['example'] } } }] },
    ],
    [
      'its own earlier state',
      { resource: { eq: BUCKET }, ...guard },
      [],
      { rules: [{ ruleName: 'rule', filter: { resource: { eq: [BUCKET] }, isPublic: { eq: ['false'] } } }] },
    ],
    ['no criterion', { resource: {} }, ['invalid-filter']],
  ];
  it.each(cases)('%s', (_name, filter, expected, context) => {
    expect(codes(filter, context).filter((code) => code !== 'hides-wider-access')).toEqual(expected);
  });

  it('always says that wider access comes under the rule later', () => {
    expect(codes({ resource: { eq: BUCKET }, ...guard })).toEqual(['hides-wider-access']);
  });

  it.each(['', '1st', 'a b', 'ä', 'a'.repeat(256)])('refuses the name %j', (ruleName) => {
    expect(codes({ resource: { eq: BUCKET }, ...guard }, undefined, ruleName)).toContain('invalid-name');
  });

  it('says what a misspelt type should be', () => {
    const [first] = lintArchiveRule({ ruleName: 'r', filter: { resourceType: { eq: 'S3Bucket' }, ...guard } }).filter(
      ({ code }) => code === 'unknown-value',
    );
    expect(first?.message).toContain('AWS::S3::Bucket, perhaps');
  });

  it.each<FilterInput>([
    { resource: { eq: BUCKET, exists: true }, ...guard },
    { status: { eq: 'ACTIVE' }, ...guard },
    { isPublic: { eq: 'yes' }, resource: { eq: BUCKET } },
    { isPublic: { neq: 'True' }, resource: { eq: BUCKET } },
    { isPublic: { contains: 'tru' }, resource: { eq: BUCKET } },
    { isPublic: { eq: 1 }, resource: { eq: BUCKET } },
    {},
  ])('has an error where a rule with %j is refused', (filter) => {
    expect(() => normalizeFilter(filter, { use: 'archive-rule' })).toThrow();
    expect(lintArchiveRule({ ruleName: 'r', filter })[0]?.severity).toBe('error');
  });

  it('says what it has to say in visible text, whatever the values, keys and names hold', () => {
    const odd = 'x*\u009b31m\u202e\u2028\ud800';
    const messages = lintArchiveRule(
      { ruleName: 'r', filter: { resource: { eq: odd }, ['condition.x\u202e']: { eq: odd } } },
      { rules: [{ ruleName: odd, filter: { resource: { eq: [odd] } } }] },
    ).map(({ code, message }) => {
      expect(message).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      return code;
    });
    expect(messages).toEqual(
      expect.arrayContaining(['unknown-value', 'literal-wildcard', 'undocumented-key', 'shadowed']),
    );
  });

  it('puts errors first', () => {
    const severities = lintArchiveRule({ ruleName: '?', filter: { resource: { eq: 'x', neq: 'x' } } }).map(
      ({ severity }) => severity,
    );
    expect(severities).toEqual([...severities].sort((a, b) => 'ewi'.indexOf(a.charAt(0)) - 'ewi'.indexOf(b.charAt(0))));
    expect(severities[0]).toBe('error');
  });
});
