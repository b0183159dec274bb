import * as v from 'valibot';
import type { Clients } from '../clients/types.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError, type InputIssue } from '../errors/invalid-input-error.ts';
import { collectSettings } from '../evidence/collect-evidence-options.ts';
import { isRecord } from '../model/loose.ts';
import { parseWith } from '../model/parse-with.ts';
import { schemaOf, type Schema } from '../model/schema.ts';
import { looseObjectOf, partObjectOf } from '../model/object-schema.ts';
import { abortSignal, accountId, callback, wholeNumber } from '../model/value-schemas.ts';
import { assumeRoles, checkAssumeRoles, type AssumeRolesOptions } from './assume-roles.ts';
import { partitionSchema, type ReadingOptions } from './audit-task.ts';
import type { Checkpoint, CheckpointProblem } from './checkpoint/checkpoint.ts';
import type { FleetProgress } from './fleet-progress.ts';
import { isOrganizationsClient, type Organization, type OrganizationsClientLike } from './list-accounts.ts';
import { accountOfRole } from './role-arn.ts';
import type { ClientsFor } from './run-audit-task.ts';

/** What is to be audited, and how its accounts are reached. */
export interface CollectFleetEvidenceOptions extends ReadingOptions, Omit<AssumeRolesOptions, 'keep'> {
  /** Clients of the caller's own account; those of every other account share their gate and sockets. */
  readonly clients: Clients;
  /**
   * Twelve digits each.
   *
   * @defaultValue those of the organization that are not out of scope
   */
  readonly accounts?: readonly string[] | undefined;
  /**
   * The organization: a client of AWS Organizations to list it with, or what `listAccounts` gave. With it, analyzers of the
   * organization are credited to the accounts that they cover. Members that are not audited are named with the reason.
   */
  readonly organization?: OrganizationsClientLike | Organization | undefined;
  /** Instead of a role: gives each account's clients. */
  readonly clientsFor?: ClientsFor | undefined;
  /**
   * `enabled`: every Region that each account has enabled. A list: those alone, which the verdict says.
   *
   * @defaultValue 'enabled'
   */
  readonly regions?: 'enabled' | readonly string[] | undefined;
  /**
   * One id for all parts of the audit.
   *
   * @defaultValue that of the run which the checkpoint continues, else a random UUID
   */
  readonly auditId?: string | undefined;
  /**
   * Tasks that run at once at most. It limits tasks, not requests: that is the clients' `concurrency`. As many results again
   * may wait for a slow consumer.
   *
   * @defaultValue 16
   */
  readonly concurrency?: number | undefined;
  /**
   * Where the evidence of finished tasks is kept, so that a run which was killed goes on where it was: a directory, which is made if
   * need be, or an implementation of your own. Default: nowhere.
   */
  readonly checkpoint?: string | Checkpoint | undefined;
  /**
   * How long after its beginning a run may be continued, in milliseconds. The evidence of an older one is not used.
   *
   * @defaultValue 86400000: a day
   */
  readonly checkpointMaxAgeMs?: number | undefined;
  /** Told how far the audit is. What it throws is ignored. */
  readonly onProgress?: ((progress: FleetProgress) => unknown) | undefined;
  /** After an abort, a later run with the same `checkpoint` goes on where this one was. */
  readonly signal?: AbortSignal | undefined;
}

/** How a fleet's audit ended: the return value of `collectFleetEvidence`. */
export interface FleetSummary {
  /** As in the evidence of every task: of the run that was continued, else as given, else a random UUID. */
  readonly auditId: string;
  /** How many accounts were audited: those that could not be read are counted, those in `outOfScope` are not. */
  readonly accounts: number;
  /** One for each account; with a list of Regions one for each account and Region. */
  readonly tasks: number;
  /** Tasks whose evidence an earlier process had saved. */
  readonly fromCheckpoint: number;
  /** Tasks of which something could not be read: findings, a Region, or which Regions there are. */
  readonly partial: number;
  /** Tasks of which nothing could be read. Not counted in `partial`. */
  readonly unreadable: number;
  /** Accounts of the organization that were not audited, and why. */
  readonly outOfScope: readonly { readonly account: string; readonly reason: string }[];
  /** What of the checkpoint was not used, and why. */
  readonly checkpointProblems: readonly CheckpointProblem[];
}

/** The options with their defaults. */
export interface FleetSettings {
  readonly clients: Clients;
  readonly accounts: readonly string[] | undefined;
  readonly organization: CollectFleetEvidenceOptions['organization'];
  readonly clientsFor: ClientsFor;
  /** Whether roles are assumed, for which a package is needed. */
  readonly assumesRoles: boolean;
  readonly regions: 'enabled' | readonly string[];
  readonly reading: ReadingOptions;
  readonly auditId: string | undefined;
  readonly concurrency: number;
  readonly checkpoint: string | Checkpoint | undefined;
  readonly checkpointMaxAgeMs: number;
  readonly onProgress: CollectFleetEvidenceOptions['onProgress'];
  readonly signal: AbortSignal | undefined;
}

const SUBJECT = 'options of collectFleetEvidence';
const DEFAULT_CONCURRENCY = 16;
const DAY_MS = 86_400_000;

const isFunction = (value: unknown): boolean => typeof value === 'function';
const hasFunction = (value: unknown, ...names: readonly string[]): boolean =>
  isRecord(value) && names.every((name) => isFunction(value[name]));

const schema: Schema<CollectFleetEvidenceOptions> = /* @__PURE__ */ schemaOf(() =>
  partObjectOf({
    clients: v.custom<Clients>(
      (value) => hasFunction(value, 'accessAnalyzer', 'identity', 'with'),
      'clients made by createClients',
    ),
    accounts: v.optional(v.pipe(v.array(accountId()), v.minLength(1, 'at least one account'))),
    organization: v.optional(
      v.custom<OrganizationsClientLike | Organization>(
        (value) => isOrganizationsClient(value) || isOrganization(value),
        'a client of AWS Organizations, or what listAccounts gave',
      ),
    ),
    clientsFor: v.optional(callback<ClientsFor>('a function that returns clients')),
    concurrency: v.optional(
      v.union(
        [wholeNumber(1, 'a whole number from 1 on'), v.literal(Number.POSITIVE_INFINITY)],
        'a whole number from 1 on',
      ),
    ),
    checkpoint: v.optional(
      v.custom<string | Checkpoint>(
        (value) =>
          (typeof value === 'string' && value !== '' && !value.includes('\0')) || hasFunction(value, 'load', 'save'),
        'a directory, or an object with load and save',
      ),
    ),
    checkpointMaxAgeMs: v.optional(
      v.pipe(
        v.number(),
        v.gtValue(0, 'a number of milliseconds above 0'),
        v.finite('a number of milliseconds above 0'),
      ),
    ),
    onProgress: v.optional(callback<(progress: FleetProgress) => unknown>()),
    signal: v.optional(abortSignal()),
  }),
);

/** Of what `listAccounts` gave, perhaps to another process: all that the audit takes from it. */
const organizationSchema: Schema<Pick<Organization, 'id' | 'partition' | 'accounts' | 'outOfScope'>> =
  /* @__PURE__ */ schemaOf(() =>
    looseObjectOf({
      id: v.string(),
      partition: partitionSchema(),
      accounts: v.pipe(v.array(accountId()), v.minLength(1)),
      outOfScope: v.array(looseObjectOf({ account: accountId(), reason: v.string() })),
    }),
  );

function isOrganization(value: unknown): value is Organization {
  return v.is(organizationSchema(), value);
}

/**
 * Checks the options and fills in the defaults. An option that does not exist is refused.
 *
 * @throws `InvalidInputError`
 */
export function fleetSettings(options: CollectFleetEvidenceOptions): FleetSettings {
  const given = parseWith(schema, options, SUBJECT);
  const { accounts, clients, clientsFor, organization, onProgress, signal } = given;
  const { checkpoint, checkpointMaxAgeMs = DAY_MS, concurrency = DEFAULT_CONCURRENCY, ...others } = given;
  const { durationSeconds, externalId, roleArn, roleName, sessionName, sourceIdentity, stsRegion, ...rest } = others;
  const role = { durationSeconds, externalId, roleArn, roleName, sessionName, sourceIdentity, stsRegion };
  const { accounts: _, clients: _c, clientsFor: _f, organization: _o, onProgress: _p, signal: _s, ...reading } = rest;
  const { auditId, regions = 'enabled', ...read } = reading;
  collectSettings(reading, SUBJECT);
  const issues = reachIssues(given);
  if (issues.length > 0) throw new InvalidInputError(SUBJECT, issues);
  if (clientsFor === undefined) checkAssumeRoles(role, SUBJECT);
  return {
    clients,
    accounts,
    organization,
    clientsFor: clientsFor ?? assumeRoles(clients, { ...role, keep: keptAccounts(concurrency) }),
    assumesRoles: clientsFor === undefined,
    regions,
    reading: read,
    auditId,
    concurrency,
    checkpoint,
    checkpointMaxAgeMs,
    onProgress,
    signal,
  };
}

/** Enough for every task that runs, so that no role is assumed twice. */
function keptAccounts(concurrency: number): number {
  return concurrency === Number.POSITIVE_INFINITY ? Number.MAX_SAFE_INTEGER : concurrency + 1;
}

const ROLE_MEMBERS = [
  'roleName',
  'roleArn',
  'externalId',
  'sessionName',
  'durationSeconds',
  'sourceIdentity',
  'stsRegion',
] as const;

function reachIssues(options: CollectFleetEvidenceOptions): InputIssue[] {
  const { accounts, clientsFor, organization, roleArn } = options;
  const issues: InputIssue[] = [];
  if (accounts === undefined && organization === undefined) {
    issues.push({ path: 'accounts', found: 'neither accounts nor organization', expected: 'one of them, or both' });
  }
  if (clientsFor !== undefined) {
    const idle = ROLE_MEMBERS.filter((member) => options[member] !== undefined);
    for (const path of idle) {
      issues.push({ path, found: 'a value', expected: 'nothing, since clientsFor gives the clients' });
    }
  }
  const account = typeof roleArn === 'string' ? accountOfRole(roleArn) : undefined;
  if (account !== undefined && /^\d+$/.test(account) && accounts?.some((other) => other !== account) !== false) {
    const expected = `an ARN with {account} in place of the account, since more accounts than ${account} are audited`;
    issues.push({ path: 'roleArn', found: found(roleArn), expected });
  }
  return issues;
}
