import type * as Organizations from '@aws-sdk/client-organizations';
import { callAws } from '../clients/call-aws.ts';
import { iteratePages } from '../clients/iterate-pages.ts';
import { loadPeer } from '../clients/load-peer.ts';
import { makeProblem } from '../clients/to-problem.ts';
import { AwsCallError } from '../errors/aws-call-error.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { parseArn } from '../model/arn.ts';
import { compareBy, sortedUnique } from '../model/compare.ts';
import type { OrganizationScope } from '../model/evidence.ts';
import { isRecord, textOf } from '../model/loose.ts';

/** Any client of AWS Organizations: your own `OrganizationsClient`, from whatever copy of the SDK. */
export interface OrganizationsClientLike {
  /** As the SDK's clients have it. */
  send(command: never, options?: { readonly abortSignal?: AbortSignal }): Promise<unknown>;
}

/** The accounts of an organization: those that can be audited, and those that cannot, and why. */
export interface Organization extends OrganizationScope {
  /** `o-exampleorgid` */
  readonly id: string;
  /** From the ARNs of the accounts: `aws`, `aws-cn`. */
  readonly partition: string;
  /** Twelve digits, from the ARNs of the accounts. */
  readonly managementAccount: string;
  /** Accounts that are suspended, closing or closed: listed, never dropped. The reason holds AWS's word. Sorted by account. */
  readonly outOfScope: readonly { readonly account: string; readonly reason: string }[];
}

/** Options of {@link listAccounts}. */
export interface ListAccountsOptions {
  readonly signal?: AbortSignal | undefined;
}

const OPERATION = 'organizations:ListAccounts';

/** Nobody can act in such an account. One of any other state, known or not, is to be read: what fails there is said. */
const OUT_OF_SCOPE: Readonly<Record<string, string>> = {
  SUSPENDED: 'suspended (SUSPENDED)',
  PENDING_CLOSURE: 'closing (PENDING_CLOSURE)',
  CLOSED: 'closed (CLOSED)',
};

/**
 * Lists the accounts of the organization. Only its management account, or a delegated administrator of any service, may do so.
 * Needs the package `@aws-sdk/client-organizations`.
 *
 * IAM actions: `organizations:ListAccounts`.
 *
 * @throws `AwsCallError` when AWS did not give the whole list: an audit of a part would pass for one of all;
 * `signal.reason` on an abort.
 * @example
 * ```ts
 * const organization = await listAccounts(new OrganizationsClient({ region: 'us-east-1' }));
 * console.log(organization.accounts.length, organization.outOfScope);
 * ```
 */
export async function listAccounts(
  client: OrganizationsClientLike,
  { signal }: ListAccountsOptions = {},
): Promise<Organization> {
  if (!isOrganizationsClient(client)) {
    throw new InvalidInputError('client', [
      { path: '', found: found(client), expected: 'a client of AWS Organizations' },
    ]);
  }
  signal?.throwIfAborted();
  const { ListAccountsCommand } = await loadOrganizations();
  const pages = iteratePages({
    operation: OPERATION,
    signal,
    fetchPage: async (nextToken, pageSignal) => {
      const command = new ListAccountsCommand(nextToken === undefined ? {} : { NextToken: nextToken });
      const output = await callAws(client, command, { operation: OPERATION, signal: pageSignal });
      return { items: output.Accounts, nextToken: output.NextToken };
    },
  });
  const accounts: string[] = [];
  const outOfScope = new Map<string, string>();
  let place: Omit<Organization, 'accounts' | 'outOfScope'> | undefined;
  for await (const page of pages) {
    for (const raw of page) {
      const { account, reason, ...rest } = toAccount(raw);
      place ??= rest;
      if (reason === undefined) accounts.push(account);
      else outOfScope.set(account, reason);
    }
  }
  if (place === undefined) throw malformed('no account, which no organization is without');
  return {
    ...place,
    accounts: sortedUnique(accounts),
    outOfScope: [...outOfScope]
      .map(([account, reason]) => ({ account, reason }))
      .sort(compareBy((item) => item.account)),
  };
}

/** Whether the value can be asked, rather than being a list already. */
export function isOrganizationsClient(value: unknown): value is OrganizationsClientLike {
  return typeof value === 'object' && value !== null && 'send' in value && typeof value.send === 'function';
}

/** Loads the package that lists accounts. */
async function loadOrganizations(): Promise<typeof Organizations> {
  return loadPeer(
    '@aws-sdk/client-organizations',
    'Listing the accounts of an organization',
    async () => import('@aws-sdk/client-organizations'),
  );
}

/** The ARN of a member says which organization it is in: `arn:aws:organizations::{management}:account/{organization}/{account}`. */
const RESOURCE = /^account\/(o-[a-z0-9]+)\/(\d{12})$/;

function toAccount(raw: unknown): {
  readonly account: string;
  readonly reason: string | undefined;
  readonly id: string;
  readonly partition: string;
  readonly managementAccount: string;
} {
  const members = isRecord(raw) ? raw : {};
  const arn = parseArn(textOf(members['Arn']) ?? '');
  const [, id, account] = RESOURCE.exec(arn?.resource ?? '') ?? [];
  if (arn === undefined || id === undefined || account === undefined || account !== members['Id']) {
    throw malformed('an account without its id or ARN');
  }
  // `State` is the newer member; AWS retires `Status`.
  const state = textOf(members['State']) ?? textOf(members['Status']) ?? '';
  const reason = Object.hasOwn(OUT_OF_SCOPE, state) ? OUT_OF_SCOPE[state] : undefined;
  return { ...{ account, id, partition: arn.partition, managementAccount: arn.account }, reason };
}

function malformed(what: string): AwsCallError {
  return new AwsCallError(makeProblem('malformed-response', what, { operation: OPERATION }));
}
