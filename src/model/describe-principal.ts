import { parseArn } from './arn.ts';
import { compareStrings } from './compare.ts';
import type { PrincipalDescription } from './descriptions.ts';
import type { Finding } from './finding.ts';

/**
 * Says who a finding lets in, in the words of Access Analyzer's console. Of several principals in one finding the widest
 * gives `kind` and `value`, and `text` names them all. A finding that names none (unused access, errors) is `Unknown`.
 *
 * @example
 * ```ts
 * describePrincipal(finding).text; // 'AWS account 444455556666'
 * ```
 */
export function describePrincipal(finding: Finding): PrincipalDescription {
  if (!('principal' in finding)) return NOBODY;
  const described = Object.keys(finding.principal)
    .sort(byKey)
    .map((key) => describeMember(key, finding.principal[key] ?? ''));
  const first = described.find(({ kind }) => kind === 'All principals') ?? described[0];
  if (first === undefined) return NOBODY;
  const others = described.filter((one) => one !== first);
  return { ...first, text: [first, ...others].map(({ text }) => text).join(' and ') };
}

const NOBODY: PrincipalDescription = { kind: 'Unknown', value: '', text: 'unknown principal' };

const KEYS = ['AWS', 'Federated', 'CanonicalUser'];

/** The known keys in one order, then any other. */
function byKey(left: string, right: string): number {
  const rank = (key: string): number => (KEYS.includes(key) ? KEYS.indexOf(key) : KEYS.length);
  return rank(left) - rank(right) || compareStrings(left, right);
}

function describeMember(key: string, value: string): PrincipalDescription {
  switch (key) {
    case 'AWS':
      return describeAws(value);
    case 'Federated':
      return { kind: 'Federated', value, text: providerText(value) };
    case 'CanonicalUser':
      return { kind: 'Canonical user', value, text: `canonical user ${value}` };
    default:
      if (value === '*') return describeAws(value);
      return { kind: 'Unknown', value, text: `${key} ${value}` };
  }
}

/** An account id, the ARN of a principal, its unique id (what a policy shows of a deleted one), or everybody. */
function describeAws(value: string): PrincipalDescription {
  if (value === '*') return { kind: 'All principals', value, text: 'all principals' };
  if (/^\d{12}$/.test(value)) return { kind: 'AWS account', value, text: `AWS account ${value}` };
  if (/^AROA[A-Z0-9]+$/.test(value)) return { kind: 'IAM role', value, text: `IAM role of id ${value}` };
  if (/^AIDA[A-Z0-9]+$/.test(value)) return { kind: 'IAM user', value, text: `IAM user of id ${value}` };
  const arn = parseArn(value);
  if (arn === undefined || (arn.service !== 'iam' && arn.service !== 'sts')) return unknown(value);
  const [type = '', ...rest] = arn.resource.split('/');
  const name = rest.join('/');
  const of = `of AWS account ${arn.account}`;
  switch (`${arn.service}:${type}`) {
    case 'iam:root':
      return { kind: 'AWS account', value, text: `AWS account ${arn.account}` };
    case 'iam:role':
      return { kind: 'IAM role', value, text: `IAM role ${name} ${of}` };
    case 'iam:user':
      return { kind: 'IAM user', value, text: `IAM user ${name} ${of}` };
    case 'sts:assumed-role': {
      const session = rest.slice(1).join('/');
      return { kind: 'IAM role', value, text: `IAM role ${rest[0] ?? ''} (session ${session}) ${of}` };
    }
    case 'sts:federated-user':
      return { kind: 'Federated', value, text: `federated user ${name} ${of}` };
    default:
      return unknown(value);
  }
}

function unknown(value: string): PrincipalDescription {
  return { kind: 'Unknown', value, text: value === '' ? NOBODY.text : `principal ${value}` };
}

/** `arn:…:saml-provider/x`, `arn:…:oidc-provider/host/path`, or the host of a provider that AWS knows. */
function providerText(value: string): string {
  if (value === '*') return 'any identity provider';
  const arn = parseArn(value);
  const [type = '', ...rest] = arn?.resource.split('/') ?? [];
  const name = rest.join('/');
  if (arn !== undefined && type === 'saml-provider') return `SAML provider ${name} of AWS account ${arn.account}`;
  if (arn !== undefined && type === 'oidc-provider') return `OIDC provider ${name} of AWS account ${arn.account}`;
  return value === '' ? 'unknown identity provider' : `identity provider ${value}`;
}
