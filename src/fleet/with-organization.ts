import { sortedUnique } from '../model/compare.ts';
import type { Evidence, OrganizationScope, Scope } from '../model/evidence.ts';

/**
 * Says in the evidence which accounts the organization has, so that the analyzers of the organization are credited to the
 * accounts that they cover, and a verdict can name those that are out of scope.
 *
 * It stands in the scopes of the accounts that own organization analyzers, and of one more that is told: the management account
 * when it was audited, else the first account. Elsewhere it would only be repeated.
 *
 * @example
 * ```ts
 * const organization = await listAccounts(new OrganizationsClient(clients.clientConfig()));
 * console.log(toSummary(evaluate(withOrganization(mergeEvidence(...parts), organization))));
 * ```
 */
export function withOrganization(
  evidence: Evidence,
  organization: OrganizationScope & { readonly managementAccount?: string | undefined },
): Evidence {
  const accounts = sortedUnique(evidence.scopes.map(({ account }) => account));
  return addOrganization(evidence, organization, tellingAccount(accounts, organization));
}

/** The account in whose scope the organization is told, whoever owns analyzers. */
export function tellingAccount(
  accounts: readonly string[],
  { managementAccount }: { readonly managementAccount?: string | undefined },
): string | undefined {
  return accounts.find((account) => account === managementAccount) ?? accounts[0];
}

/** {@link withOrganization} for a part of an audit, which does not show who else is in it. */
export function addOrganization(
  evidence: Evidence,
  organization: OrganizationScope,
  telling: string | undefined,
): Evidence {
  const owners = new Set(
    evidence.regions.flatMap(({ account, analyzers }) =>
      analyzers.some(({ analyzer }) => analyzer.zoneOfTrust === 'organization' && analyzer.account === account)
        ? [account]
        : [],
    ),
  );
  const { accounts, id, outOfScope } = organization;
  const told = {
    ...(id === undefined ? {} : { id }),
    accounts,
    ...(outOfScope === undefined ? {} : { outOfScope }),
  };
  const add = (scope: Scope): Scope =>
    owners.has(scope.account) || scope.account === telling ? { ...scope, organization: told } : scope;
  return { ...evidence, scopes: evidence.scopes.map(add) };
}
