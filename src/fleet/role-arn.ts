import type { InputIssue } from '../errors/invalid-input-error.ts';
import { found } from '../errors/found.ts';
import { parseArn } from '../model/arn.ts';

/** Stands for the account in a role ARN that is used for many. */
const PLACEHOLDER = '{account}';

const ROLE_NAME = /^\/?(?:[\x21-\x2e\x30-\x7e]+\/)*[\w+=,.@-]{1,64}$/;

/** Which role is assumed in an account: by name, or by ARN. */
export interface RoleChoice {
  /** The role's name, with its path if it has one: `audit`, `security/audit`. The same in every account. */
  readonly roleName?: string | undefined;
  /** The role's ARN, `{account}` standing for each account: `arn:aws:iam::{account}:role/audit`; or a function that gives it. */
  readonly roleArn?: string | ((account: string) => string) | undefined;
}

/** What is wrong with the choice. */
export function roleIssues({ roleArn, roleName }: RoleChoice): InputIssue[] {
  if ((roleArn === undefined) === (roleName === undefined)) {
    const what = roleArn === undefined ? 'neither roleName nor roleArn' : 'both roleName and roleArn';
    return [{ path: 'roleName', found: what, expected: 'one of them' }];
  }
  if (roleName !== undefined && !(typeof roleName === 'string' && ROLE_NAME.test(roleName))) {
    return [{ path: 'roleName', found: found(roleName), expected: 'the name of a role, with its path if it has one' }];
  }
  if (roleArn !== undefined && typeof roleArn !== 'function' && accountOfRole(roleArn) === undefined) {
    const expected = `the ARN of a role, such as "arn:aws:iam::${PLACEHOLDER}:role/audit", or a function`;
    return [{ path: 'roleArn', found: found(roleArn), expected }];
  }
  return [];
}

/** The role's ARN in an account. */
export function roleArnIn(
  { roleArn, roleName }: RoleChoice,
  { account, partition }: { readonly account: string; readonly partition: string },
): string {
  if (typeof roleArn === 'function') return roleArn(account);
  if (roleArn !== undefined) return roleArn.replaceAll(PLACEHOLDER, account);
  return `arn:${partition}:iam::${account}:role/${(roleName ?? '').replace(/^\//, '')}`;
}

/** The account of a role's ARN, or the placeholder; undefined for what is no role's ARN. */
export function accountOfRole(arn: unknown): string | undefined {
  const parts = typeof arn === 'string' ? parseArn(arn) : undefined;
  if (parts?.service !== 'iam' || !parts.resource.startsWith('role/')) return undefined;
  if (!ROLE_NAME.test(parts.resource.slice('role/'.length))) return undefined;
  return /^\d{12}$/.test(parts.account) || parts.account === PLACEHOLDER ? parts.account : undefined;
}
