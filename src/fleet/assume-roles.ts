import { checkOptions } from '../errors/check-options.ts';
import type * as CredentialProviders from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { loadPeer } from '../clients/load-peer.ts';
import { toProblem } from '../clients/to-problem.ts';
import type { CallerIdentity, Clients } from '../clients/types.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError, type InputIssue } from '../errors/invalid-input-error.ts';
import { present } from '../model/loose.ts';
import { assumeRoleError } from './assume-role-error.ts';
import { accountOfRole, roleArnIn, roleIssues, type RoleChoice } from './role-arn.ts';
import type { ClientsFor } from './run-audit-task.ts';

/** Which role is assumed in each account, and how. */
export interface AssumeRolesOptions extends RoleChoice {
  /** What the role's trust policy may ask for, so that nobody else's use of the role can be passed off as yours. */
  readonly externalId?: string | undefined;
  /**
   * The session's name, as CloudTrail shows it in each account.
   *
   * @defaultValue 'access-analyzer-kit'
   */
  readonly sessionName?: string | undefined;
  /**
   * How long the credentials of a role are good for, in seconds; they are renewed before. A role that is assumed by a role gives an
   * hour at most.
   *
   * @defaultValue 3600
   */
  readonly durationSeconds?: number | undefined;
  /** Who stands behind the session, kept through every further role. The trust policy must allow `sts:SetSourceIdentity`. */
  readonly sourceIdentity?: string | undefined;
  /**
   * The Region whose STS endpoint is asked. A regional endpoint's tokens are good in every Region.
   *
   * @defaultValue the home Region of the clients
   */
  readonly stsRegion?: string | undefined;
  /**
   * How many accounts' clients are kept for their next task.
   *
   * @defaultValue 32
   */
  readonly keep?: number | undefined;
}

const DEFAULT_SESSION_NAME = 'access-analyzer-kit';
const DEFAULT_DURATION_SECONDS = 3600;
const DEFAULT_KEEP = 32;
/** How long a refusal stands: an account's Regions need not all ask. */
const REFUSED_FOR_MS = 60_000;

/**
 * Gives each account's clients by assuming a role in it: once an account, however many Regions are read, and again before the
 * credentials expire. The account of `clients` itself is read with its own credentials. All share one gate and its sockets.
 *
 * Needs the package `@aws-sdk/credential-providers`, and `sts:AssumeRole` on the roles.
 *
 * @throws `InvalidInputError` at once for a wrong option. What the returned function throws is evidence of the account:
 * a problem that names `sts:AssumeRole` and the role.
 * @example
 * ```ts
 * await using clients = createClients({ profile: 'security' });
 * const clientsFor = assumeRoles(clients, { roleName: 'access-analyzer-audit', externalId: 'example' });
 * ```
 */
export function assumeRoles(clients: Clients, options: AssumeRolesOptions): ClientsFor {
  checkAssumeRoles(options);
  const { keep = DEFAULT_KEEP } = options;
  const accounts = new Map<string, Clients>();
  return async (task, { signal }) => {
    const { account } = task;
    const own = await ownIdentity(clients, signal);
    if (own?.account === account) return clients;
    const known = accounts.get(account) ?? clients.with({ credentials: await roleProvider(clients, options, task) });
    // Another task may have made them in the meantime: there is one provider an account.
    const made = accounts.get(account) ?? known;
    accounts.delete(account);
    accounts.set(account, made);
    // Those longest not asked for: with tasks in order of account they are done.
    for (const oldest of accounts.keys()) {
      if (accounts.size <= keep) break;
      accounts.delete(oldest);
    }
    return made;
  };
}

/**
 * Refuses options of the wrong kind, before any call is made.
 *
 * @throws `InvalidInputError`
 */
export function checkAssumeRoles(options: AssumeRolesOptions, subject = 'options of assumeRoles'): void {
  checkOptions(options, subject);
  const issues: InputIssue[] = roleIssues(options);
  const expect = (path: keyof AssumeRolesOptions, valid: (value: unknown) => boolean, expected: string): void => {
    const value = options[path];
    if (value !== undefined && !valid(value)) issues.push({ path, found: found(value), expected });
  };
  const matches = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);
  const isWhole = (value: unknown, from: number, to: number): boolean =>
    Number.isSafeInteger(value) && (value as number) >= from && (value as number) <= to;
  expect('externalId', matches(/^[\w+=,.@:/-]{2,1224}$/), 'an external id of 2 to 1,224 characters');
  expect('sessionName', matches(/^[\w+=,.@-]{2,64}$/), 'a name of 2 to 64 letters, digits and +=,.@-_');
  expect('sourceIdentity', matches(/^[\w+=,.@-]{2,64}$/), 'a name of 2 to 64 letters, digits and +=,.@-_');
  expect('durationSeconds', (value) => isWhole(value, 900, 43_200), 'a whole number of seconds from 900 to 43,200');
  expect('stsRegion', matches(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/), 'a Region name such as "eu-central-1"');
  expect('keep', (value) => isWhole(value, 1, Number.MAX_SAFE_INTEGER), 'a whole number from 1 on');
  // What was found is not repeated for what somebody may hold to be secret.
  const told = issues.map((issue) => (issue.path === 'externalId' ? { ...issue, found: 'another text' } : issue));
  if (told.length > 0) throw new InvalidInputError(subject, told);
}

/** Without credentials there is no role either; when STS alone cannot say who we are, no account is taken for our own. */
async function ownIdentity(clients: Clients, signal: AbortSignal | undefined): Promise<CallerIdentity | undefined> {
  try {
    return await clients.identity({ signal });
  } catch (error) {
    signal?.throwIfAborted();
    if (toProblem(error, { operation: 'sts:GetCallerIdentity' }).code === 'credentials') throw error;
    return undefined;
  }
}

/** Loads the package that assumes roles. */
export async function loadCredentialProviders(): Promise<typeof CredentialProviders> {
  return loadPeer(
    '@aws-sdk/credential-providers',
    'Assuming a role',
    async () => import('@aws-sdk/credential-providers'),
  );
}

async function roleProvider(
  clients: Clients,
  options: AssumeRolesOptions,
  task: { readonly account: string; readonly partition: string },
): Promise<AwsCredentialIdentityProvider> {
  const RoleArn = roleArnIn(options, task);
  const accountId = accountOfRole(RoleArn);
  if (accountId === undefined) {
    throw new InvalidInputError('options of assumeRoles', [
      { path: 'roleArn', found: found(RoleArn), expected: `the ARN of a role in account ${task.account}` },
    ]);
  }
  const {
    durationSeconds: DurationSeconds = DEFAULT_DURATION_SECONDS,
    externalId: ExternalId,
    sessionName: RoleSessionName = DEFAULT_SESSION_NAME,
    sourceIdentity: SourceIdentity,
    stsRegion,
  } = options;
  const { fromTemporaryCredentials } = await loadCredentialProviders();
  const { credentials: masterCredentials, logger, ...config } = clients.clientConfig(stsRegion);
  const assume = fromTemporaryCredentials({
    params: { RoleArn, RoleSessionName, DurationSeconds, ...present({ ExternalId, SourceIdentity }) },
    masterCredentials,
    clientConfig: config,
    ...present({ logger }),
  });
  let refused: { readonly error: Error; readonly until: number } | undefined;
  return async () => {
    if (refused !== undefined && Date.now() < refused.until) throw refused.error;
    try {
      // A role's session belongs to the role's account, so nobody need ask STS again whose it is.
      return { ...(await assume()), accountId };
    } catch (cause) {
      const error = assumeRoleError(cause, RoleArn);
      refused = error.retryable ? undefined : { error, until: Date.now() + REFUSED_FOR_MS };
      throw error;
    }
  };
}
