import { makeProblem, toProblem } from '../clients/to-problem.ts';
import type { CallerIdentity, Clients } from '../clients/types.ts';
import type { Problem } from '../errors/problem.ts';
import { sortedUnique } from '../model/compare.ts';
import { UNKNOWN_ACCOUNT, type Scope } from '../model/evidence.ts';
import { partitionOf } from '../model/partitions.ts';
import type { RegionList } from '../regions/list-regions.ts';
import type { CollectSettings } from './collect-evidence-options.ts';
import type { CredentialWatch } from './audit-context.ts';
import { rememberRegions, type HeadStart } from './head-start.ts';

/** What is to be read, and whether it can be. */
export interface ResolvedScope {
  readonly scope: Scope;
  /** Undefined when it could not be established. */
  readonly knownAccount: string | undefined;
  /**
   * `read`: go on. `refused`: the credentials are of another account, nothing may be read. `failed`: there are no credentials,
   * nothing can be read; the scope's problem says why.
   */
  readonly outcome: 'read' | 'refused' | 'failed';
}

const IDENTITY = 'sts:GetCallerIdentity';

/**
 * Finds out whose credentials these are, and which Regions are to be read with them. While it asks for the latter others may
 * make use of the time.
 *
 * @throws `signal.reason` on an abort, and nothing else.
 */
export async function resolveScope(
  clients: Clients,
  settings: CollectSettings,
  credentials: CredentialWatch,
  headStart: Pick<HeadStart, 'begin'>,
): Promise<ResolvedScope> {
  const { expectedAccount, signal } = settings;
  const identity = await identify(clients, signal);
  if ('problem' in identity) {
    const problem = credentials.note(identity.problem);
    const failed = async (): Promise<ResolvedScope> => ({
      scope: await nothingRead(clients, settings, problem),
      knownAccount: undefined,
      outcome: 'failed',
    });
    if (credentials.failure !== undefined) return failed();
    const list = await settings.listRegions(clients, { signal });
    // STS alone may refuse what others take: in a home Region that is not enabled, say. Where the account service refuses
    // it too nothing will answer, and asking in every Region would only say so once for each.
    if (problem.code === 'credentials' && list.problem?.code === 'credentials') return failed();
    const whose = {
      partition: partitionOf(await clients.homeRegion()).id,
      account: UNKNOWN_ACCOUNT,
      problem: { ...problem, code: 'unknown-account' as const },
    };
    return withRegions(list, settings, credentials, whose);
  }
  const { account, partition } = identity;
  if (expectedAccount !== undefined && account !== expectedAccount) {
    const what = `the credentials belong to account ${account}, and account ${expectedAccount} was to be read: nothing was`;
    const problem = makeProblem('account-mismatch', what, { operation: IDENTITY });
    return { scope: await nothingRead(clients, settings, problem), knownAccount: undefined, outcome: 'refused' };
  }
  const listing = settings.listRegions(clients, { signal });
  headStart.begin(account);
  const list = await listing;
  if (list.source === 'account') rememberRegions(clients, account, list.regions);
  return withRegions(list, settings, credentials, { partition, account, problem: undefined });
}

async function identify(
  clients: Clients,
  signal: AbortSignal | undefined,
): Promise<CallerIdentity | { readonly problem: Problem }> {
  try {
    return await clients.identity({ signal });
  } catch (error) {
    signal?.throwIfAborted();
    return { problem: toProblem(error, { operation: IDENTITY }) };
  }
}

/** The scope of an audit that ends before it begins. It keeps what was asked for, so that a merge does not lose it. */
async function nothingRead(clients: Clients, settings: CollectSettings, problem: Problem): Promise<Scope> {
  const { expectedAccount = UNKNOWN_ACCOUNT, regions } = settings;
  const selected = regions === 'enabled' ? [] : sortedUnique(regions);
  return {
    partition: partitionOf(selected[0] ?? (await clients.homeRegion())).id,
    account: expectedAccount,
    source: regions === 'enabled' ? 'static' : 'selected',
    regions: selected,
    disabled: [],
    problem,
  };
}

interface Whose {
  readonly partition: string;
  readonly account: string;
  /** Why the account is unknown. */
  readonly problem: Problem | undefined;
}

function withRegions(
  list: RegionList,
  settings: CollectSettings,
  credentials: CredentialWatch,
  whose: Whose,
): ResolvedScope {
  const { partition, account } = whose;
  const knownAccount = account === UNKNOWN_ACCOUNT ? undefined : account;
  const listProblem =
    list.problem === undefined ? undefined : credentials.note(withAccount(list.problem, knownAccount));
  const outcome = credentials.failure === undefined ? 'read' : 'failed';
  const problem = credentials.failure ?? whose.problem;
  if (settings.regions === 'enabled') {
    const shown = listProblem ?? problem;
    return {
      scope: {
        partition,
        account,
        source: list.source,
        regions: list.regions,
        disabled: list.disabled,
        ...(shown === undefined ? {} : { problem: shown }),
      },
      knownAccount,
      outcome,
    };
  }
  const disabled = new Set(list.disabled);
  const selected = sortedUnique(settings.regions);
  return {
    scope: {
      partition,
      account,
      source: 'selected',
      regions: selected.filter((region) => !disabled.has(region)),
      disabled: selected.filter((region) => disabled.has(region)),
      ...(list.source === 'account' ? { enabled: list.regions } : {}),
      ...(problem === undefined ? {} : { problem }),
    },
    knownAccount,
    outcome,
  };
}

function withAccount(problem: Problem, account: string | undefined): Problem {
  return account === undefined || problem.account !== undefined ? problem : { ...problem, account };
}
