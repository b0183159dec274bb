import type { FakeCredentialOptions, FakeCredentials, FakeDeniedBy } from '../types.ts';
import type { AccountState } from './account-state.ts';
import { expiredToken, ServiceError, unrecognizedClient } from '../service-error.ts';

/** Who stands behind an access key. */
export interface Principal {
  readonly account: AccountState;
  readonly arn: string;
  readonly userId: string;
  /** Absent: everything. */
  readonly allow?: readonly string[] | undefined;
  /** Absent for a long-term key, which is good in every Region. */
  readonly session?: { readonly token: string; readonly version: 1 | 2; readonly expiresAt?: number } | undefined;
  readonly expired: boolean;
}

/** The access keys that the fake knows. */
export class Principals {
  readonly #byKey = new Map<string, Principal>();

  /** An IAM user's key, or a session's when the options name a token version. */
  addUser(account: AccountState, options: FakeCredentialOptions, accessKeyId?: string): FakeCredentials {
    const { userName = 'fake-user', sessionTokenVersion, allow, expired = false } = options;
    const prefix = sessionTokenVersion === undefined ? 'AKIA' : 'ASIA';
    const id = accessKeyId ?? this.#newKeyId(prefix, account.id);
    const token = sessionTokenVersion === undefined ? undefined : `fake-session-v${sessionTokenVersion}-${id}`;
    this.#byKey.set(id, {
      account,
      arn: `arn:${account.partition}:iam::${account.id}:user/${userName}`,
      userId: `AIDA${account.id}USER`,
      allow,
      session: token === undefined ? undefined : { token, version: sessionTokenVersion ?? 2 },
      expired,
    });
    return { accessKeyId: id, secretAccessKey: `fake-secret-of-${id}`, ...(token ? { sessionToken: token } : {}) };
  }

  /** The session of an assumed role, which STS made. */
  addRoleSession(options: {
    readonly account: AccountState;
    readonly roleName: string;
    readonly sessionName: string;
    readonly allow: readonly string[] | undefined;
    readonly expiresAt: number;
  }): { readonly credentials: Required<FakeCredentials>; readonly principal: Principal } {
    const { account, roleName, sessionName, allow, expiresAt } = options;
    const id = this.#newKeyId('ASIA', account.id);
    const token = `fake-session-v2-${id}`;
    const principal: Principal = {
      account,
      arn: `arn:${account.partition}:sts::${account.id}:assumed-role/${roleName}/${sessionName}`,
      userId: `AROA${account.id}ROLE:${sessionName}`,
      allow,
      session: { token, version: 2, expiresAt },
      expired: false,
    };
    this.#byKey.set(id, principal);
    const credentials = { accessKeyId: id, secretAccessKey: `fake-secret-of-${id}`, sessionToken: token };
    return { credentials, principal };
  }

  /**
   * Who is calling.
   *
   * @throws ServiceError for an unknown key, a wrong session token and expired credentials
   */
  authenticate(accessKeyId: string, sessionToken: string | undefined, now: Date): Principal {
    const principal = this.#byKey.get(accessKeyId);
    if (principal === undefined || principal.session?.token !== sessionToken) throw unrecognizedClient();
    const expiresAt = principal.session?.expiresAt ?? Number.POSITIVE_INFINITY;
    if (principal.expired || now.getTime() >= expiresAt) throw expiredToken();
    return principal;
  }

  /** Who a key belongs to, also when it may not call. */
  find(accessKeyId: string): Principal | undefined {
    return this.#byKey.get(accessKeyId);
  }

  /** Twenty characters like AWS's: the prefix, the account, a number. */
  #newKeyId(prefix: 'AKIA' | 'ASIA', account: string): string {
    return `${prefix}${account}${String(this.#byKey.size).padStart(4, '0')}`;
  }
}

/** The words in which AWS says what refused a call. */
const REFUSAL: Readonly<Record<FakeDeniedBy, (action: string) => string>> = {
  identity: (action) => `because no identity-based policy allows the ${action} action`,
  'identity-explicit': () => 'with an explicit deny in an identity-based policy',
  scp: () => 'with an explicit deny in a service control policy',
  'scp-implicit': (action) => `because no service control policy allows the ${action} action`,
  rcp: () => 'with an explicit deny in a resource control policy',
  'permissions-boundary': (action) => `because no permissions boundary allows the ${action} action`,
  'session-policy': (action) => `because no session policy allows the ${action} action`,
};

/** AWS's message for a refused call. */
export function denialMessage(arn: string, action: string, resource: string, by: FakeDeniedBy): string {
  return `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} ${REFUSAL[by](action)}`;
}

/** What a caller without `Authorization` is told. */
export function missingAuthentication(): ServiceError {
  return new ServiceError('MissingAuthenticationTokenException', 403, 'Missing Authentication Token');
}
