import { describe, expect, it } from 'vitest';
import { describePrincipal } from '../../../src/model/describe-principal.ts';
import { toFinding } from '../../../src/model/to-finding.ts';

const describeMap = (principal: Record<string, string>): ReturnType<typeof describePrincipal> =>
  describePrincipal(toFinding({ id: 'f', principal }, { api: 'v1' }));

const IAM = 'arn:aws:iam::444455556666';

describe('describePrincipal', () => {
  it.each([
    [{ AWS: '*' }, 'All principals', 'all principals'],
    [{ '*': '*' }, 'All principals', 'all principals'],
    [{ AWS: '444455556666' }, 'AWS account', 'AWS account 444455556666'],
    [{ AWS: `${IAM}:root` }, 'AWS account', 'AWS account 444455556666'],
    [{ AWS: `${IAM}:role/ci/deploy` }, 'IAM role', 'IAM role ci/deploy of AWS account 444455556666'],
    [{ AWS: 'AROAEXAMPLE123' }, 'IAM role', 'IAM role of id AROAEXAMPLE123'],
    [
      { AWS: 'arn:aws-cn:sts::444455556666:assumed-role/deploy/run-1' },
      'IAM role',
      'IAM role deploy (session run-1) of AWS account 444455556666',
    ],
    [{ AWS: `${IAM}:user/bob` }, 'IAM user', 'IAM user bob of AWS account 444455556666'],
    [{ AWS: 'AIDAEXAMPLE123' }, 'IAM user', 'IAM user of id AIDAEXAMPLE123'],
    [
      { AWS: 'arn:aws:sts::444455556666:federated-user/bob' },
      'Federated',
      'federated user bob of AWS account 444455556666',
    ],
    [{ Federated: 'cognito-identity.amazonaws.com' }, 'Federated', 'identity provider cognito-identity.amazonaws.com'],
    [{ Federated: `${IAM}:saml-provider/Okta` }, 'Federated', 'SAML provider Okta of AWS account 444455556666'],
    [
      { Federated: `${IAM}:oidc-provider/gitlab.example/group` },
      'Federated',
      'OIDC provider gitlab.example/group of AWS account 444455556666',
    ],
    [{ Federated: '*' }, 'Federated', 'any identity provider'],
    [{ CanonicalUser: '79a59df9' }, 'Canonical user', 'canonical user 79a59df9'],
    [{ AWS: 'arn:aws:s3:::b' }, 'Unknown', 'principal arn:aws:s3:::b'],
    [{ AWS: '12345' }, 'Unknown', 'principal 12345'],
    [{ Service: 'x.example' }, 'Unknown', 'Service x.example'],
  ] as [Record<string, string>, string, string][])('%j is %s', (principal, kind, text) => {
    expect(describeMap(principal)).toEqual({ kind, value: Object.values(principal)[0], text });
  });

  it('names all of several principals, the widest first, in whatever order they come', () => {
    const expected = {
      kind: 'All principals',
      value: '*',
      text: 'all principals and identity provider a.example and canonical user c',
    };
    expect(describeMap({ CanonicalUser: 'c', AWS: '*', Federated: 'a.example' })).toEqual(expected);
    expect(describeMap({ Federated: 'a.example', AWS: '*', CanonicalUser: 'c' })).toEqual(expected);
    expect(describeMap({ Future: '*', AWS: '444455556666' })).toMatchObject({ kind: 'All principals', value: '*' });
  });

  it('says that a finding names nobody', () => {
    const nobody = { kind: 'Unknown', value: '', text: 'unknown principal' };
    expect(describeMap({})).toEqual(nobody);
    expect(describeMap({ AWS: '' })).toEqual(nobody);
    expect(describePrincipal(toFinding({ id: 'u', findingType: 'UnusedIAMRole' }, { api: 'v2' }))).toEqual(nobody);
  });
});
