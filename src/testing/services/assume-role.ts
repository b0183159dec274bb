import type { FakeRole } from '../types.ts';
import { likeIgnoreCase } from '../analysis/like.ts';
import { readPolicy, type PolicyStatement } from '../analysis/policy-document.ts';
import { accessDenied, fieldError } from '../service-error.ts';
import { roleArn, type AccountState } from '../state/account-state.ts';
import type { Call } from './service.ts';
import { denial, type World } from '../state/world.ts';
import type { XmlContent } from './xml.ts';

/**
 * AssumeRole and AssumeRoleWithWebIdentity: a session of a role of the scenario, when its trust policy names the caller.
 * Of conditions only `sts:ExternalId` is looked at; a web identity token is not checked.
 */
export function assumeRole(call: Call): XmlContent {
  const { world, input, operation } = call;
  const { RoleArn, RoleSessionName, ExternalId, DurationSeconds } = input;
  if (typeof RoleSessionName !== 'string') throw fieldError('roleSessionName', 'must not be null');
  const target = findRole(world, String(RoleArn));
  if (target === undefined || !isTrusted(call, target.role, ExternalId)) {
    const caller = operation === 'AssumeRole' ? `User: ${call.principal.arn} is not` : 'Not';
    throw accessDenied(`${caller} authorized to perform: sts:${operation} on resource: ${String(RoleArn)}`);
  }
  const seconds = DurationSeconds === undefined ? 3600 : Number(DurationSeconds);
  if (!(seconds >= 900 && seconds <= 43_200)) throw fieldError('durationSeconds', 'must be between 900 and 43200');
  const expiresAt = world.now().getTime() + seconds * 1000;
  const { credentials, principal } = world.principals.addRoleSession({
    account: target.account,
    roleName: target.role.name,
    sessionName: RoleSessionName,
    allow: target.role.allow,
    expiresAt,
  });
  return {
    AssumedRoleUser: { AssumedRoleId: principal.userId, Arn: principal.arn },
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: new Date(expiresAt).toISOString(),
    },
  };
}

function findRole(world: World, arn: string): { readonly account: AccountState; readonly role: FakeRole } | undefined {
  for (const account of world.accounts.values()) {
    for (const role of account.roles.values()) if (roleArn(account, role) === arn) return { account, role };
  }
  return undefined;
}

function isTrusted(call: Call, role: FakeRole, externalId: unknown): boolean {
  const { operation, input } = call;
  const signed = operation === 'AssumeRole';
  if (signed && denial(call.principal, 'sts:AssumeRole', call.region, String(input['RoleArn'])) !== undefined)
    return false;
  const applies = readPolicy(role.trustPolicy).filter(
    (statement) =>
      (statement.action ?? []).some((pattern) => likeIgnoreCase(`sts:${operation}`, pattern)) &&
      (signed ? namesCaller(statement, call) : statement.principal?.['Federated'] !== undefined) &&
      hasExternalId(statement, externalId),
  );
  return applies.length > 0 && applies.every(({ effect }) => effect === 'Allow');
}

function namesCaller(statement: PolicyStatement, { principal }: Call): boolean {
  const { account, arn } = principal;
  const names = new Set([
    '*',
    account.id,
    `arn:${account.partition}:iam::${account.id}:root`,
    arn,
    ...rolesOf(account, arn),
  ]);
  return (statement.principal?.['AWS'] ?? []).some((name) => names.has(name));
}

/** The role behind a session, by the ARN with its path, which `…:assumed-role/name/session` does not name. */
function rolesOf(account: AccountState, arn: string): string[] {
  const name = /:assumed-role\/([^/]+)\//u.exec(arn)?.[1];
  const role = name === undefined ? undefined : account.roles.get(name);
  return role === undefined ? [] : [roleArn(account, role)];
}

function hasExternalId(statement: PolicyStatement, externalId: unknown): boolean {
  const required = statement.conditions.filter(({ key }) => key.toLowerCase() === 'sts:externalid');
  return required.every(({ values }) => typeof externalId === 'string' && values.includes(externalId));
}
