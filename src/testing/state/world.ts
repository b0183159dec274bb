import type {
  CreateFakeAwsOptions,
  FakeBehavior,
  FakeDeniedBy,
  FakeOrganizationAccount,
  FakeScenario,
} from '../types.ts';
import { likeIgnoreCase } from '../analysis/like.ts';
import { InvalidInputError } from '../../errors/invalid-input-error.ts';
import { createPageTokens, type PageTokens } from '../page-tokens.ts';
import { createAccountState, type AccountState } from './account-state.ts';
import type { AnalyzerState } from './analyzer-state.ts';
import { denialMessage, Principals, type Principal } from './principals.ts';

/** The organization, its defaults filled in. */
export interface OrganizationState {
  readonly id: string;
  readonly managementAccount: string;
  readonly administrators: ReadonlySet<string>;
  readonly accounts: readonly Required<FakeOrganizationAccount>[];
}

/** Everything that the fake knows. */
export interface World {
  readonly accounts: ReadonlyMap<string, AccountState>;
  readonly organization?: OrganizationState | undefined;
  readonly behavior: FakeBehavior;
  readonly principals: Principals;
  readonly pageTokens: PageTokens;
  /** What was created under which client token: a repeat is no conflict. */
  readonly clientTokens: Map<string, string>;
  /** Analyzers with scans that are not finished. */
  readonly scanning: Set<AnalyzerState>;
  readonly now: () => Date;
}

/** Makes everything that a scenario says. */
export function createWorld(scenario: FakeScenario, options: CreateFakeAwsOptions): World {
  const { now = () => new Date() } = options;
  const behavior = scenario.behavior ?? {};
  const start = now();
  const principals = new Principals();
  const accounts = new Map<string, AccountState>();
  for (const [index, account] of scenario.accounts.entries()) {
    checkAccountId(account.id, `accounts[${index}].id`);
    const state = createAccountState(account, start);
    accounts.set(account.id, state);
    for (const { accessKeyId, ...key } of account.accessKeys ?? []) principals.addUser(state, key, accessKeyId);
  }
  return {
    accounts,
    organization: createOrganization(scenario),
    behavior,
    principals,
    pageTokens: createPageTokens({ now, lifetimeMs: behavior.pageTokenLifetimeMs }),
    clientTokens: new Map(),
    scanning: new Set(),
    now,
  };
}

function checkAccountId(id: string, path: string): void {
  if (/^\d{12}$/u.test(id)) return;
  throw new InvalidInputError('scenario', [{ path, found: JSON.stringify(id), expected: 'twelve digits' }]);
}

function createOrganization(scenario: FakeScenario): OrganizationState | undefined {
  const { organization } = scenario;
  if (organization === undefined) return undefined;
  const accounts: readonly FakeOrganizationAccount[] = organization.accounts ?? scenario.accounts;
  return {
    id: organization.id ?? 'o-exampleorgid',
    managementAccount: organization.managementAccount,
    administrators: new Set([organization.managementAccount, ...(organization.delegatedAdministrators ?? [])]),
    accounts: accounts.map(({ id, name, status }) => ({
      id,
      name: name ?? `account-${id}`,
      status: status ?? 'ACTIVE',
    })),
  };
}

/** Whether both accounts are members of the organization. */
export function inOneOrganization(world: World, left: string, right: string): boolean {
  const members = world.organization?.accounts ?? [];
  return [left, right].every((id) => members.some((member) => member.id === id));
}

/** Every analyzer of every account. */
export function* allAnalyzers(world: World): Generator<AnalyzerState> {
  for (const account of world.accounts.values()) {
    for (const region of account.regions.values()) yield* region.analyzers.values();
  }
}

/** AWS's message when the principal may not perform an action in a Region, else undefined. */
export function denial(principal: Principal, action: string, region: string, resource: string): string | undefined {
  const by = deniedBy(principal, action, region);
  return by === undefined ? undefined : denialMessage(principal.arn, action, resource, by);
}

function deniedBy({ account, allow }: Principal, action: string, region: string): FakeDeniedBy | undefined {
  const denied = account.denied.find(
    (entry) => likeIgnoreCase(action, entry.action) && (entry.regions === undefined || entry.regions.includes(region)),
  );
  if (denied !== undefined) return denied.by ?? 'identity';
  if (action.startsWith('access-analyzer:')) {
    const deny = account.regions.get(region)?.deny;
    if (deny !== undefined) return deny;
  }
  return allow === undefined || allow.some((pattern) => likeIgnoreCase(action, pattern)) ? undefined : 'identity';
}
