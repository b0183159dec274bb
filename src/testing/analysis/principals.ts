import { parseArn } from '../../model/arn.ts';
import type { PolicyStatement } from './policy-document.ts';
import type { FakeZoneOfTrust } from '../types.ts';

/** Who is let in, in the terms of a finding's `principal` member. */
export interface Principal {
  readonly kind: 'AWS' | 'Federated' | 'CanonicalUser';
  /** `*`, an account id, a principal ARN, an identity provider or a canonical user id. */
  readonly value: string;
}

/** Everybody. */
export const EVERYBODY: Principal = { kind: 'AWS', value: '*' };

/**
 * The principals of an Allow statement that are outside the zone of trust. Service principals are left out, since Access
 * Analyzer "does not report findings from AWS service principals"; so are the unique ids (`AIDA…`) that AWS puts in place
 * of a deleted principal, which let nobody in. `NotPrincipal` lets everybody else in, so it is everybody.
 */
export function externalPrincipals(statement: PolicyStatement, zone: FakeZoneOfTrust): Principal[] {
  if (statement.notPrincipal !== undefined) return [EVERYBODY];
  return statementPrincipals(statement.principal).filter((principal) => isExternal(principal, zone));
}

/** The principals that a `Principal` element names, in the spelling of findings. */
export function statementPrincipals(element: PolicyStatement['principal']): Principal[] {
  return Object.entries(element ?? {}).flatMap(([kind, values]): Principal[] => {
    if (kind === 'AWS') return values.map((value) => ({ kind, value: accountOfRoot(value) ?? value }));
    if (kind === 'Federated' || kind === 'CanonicalUser') return values.map((value) => ({ kind, value }));
    return [];
  });
}

/** The account of a principal; undefined for everybody, federated and canonical users. */
export function principalAccount(principal: Principal): string | undefined {
  if (principal.kind !== 'AWS') return undefined;
  return isAccountId(principal.value) ? principal.value : parseArn(principal.value)?.account;
}

/**
 * Whether a Deny on `denied` covers all that `granted` stands for: everybody covers all, an account covers its principals.
 */
export function coversPrincipal(denied: Principal, granted: Principal): boolean {
  if (denied.kind === 'AWS' && denied.value === '*') return true;
  if (denied.kind !== granted.kind) return false;
  return denied.value === granted.value || denied.value === principalAccount(granted);
}

function isExternal(principal: Principal, zone: FakeZoneOfTrust): boolean {
  if (principal.kind === 'CanonicalUser') return !zone.canonicalUserIds.has(principal.value);
  if (principal.kind === 'Federated' || principal.value === '*') return true;
  const account = principalAccount(principal);
  return account !== undefined && !zone.accounts.has(account);
}

/** `arn:aws:iam::111122223333:root` stands for the account, and findings say `111122223333`. */
function accountOfRoot(value: string): string | undefined {
  const arn = parseArn(value);
  return arn?.service === 'iam' && arn.resource === 'root' ? arn.account : undefined;
}

function isAccountId(value: string): boolean {
  return /^\d{12}$/.test(value);
}
