import type { Problem } from '../errors/problem.ts';
import { sortedUnique } from './compare.ts';
import type { OrganizationScope, Scope } from './evidence.ts';
import { compareContent, greatest, isNonEmpty, joinBy, known, topRanked } from './merge-order.ts';

type Scopes = readonly [Scope, ...Scope[]];

/**
 * Unites scopes by partition and account. Where a part has the account's own list of Regions, that is the scope: ListRegions
 * is the proof that what others guessed or selected beside it is not enabled. Else everything that any part was to read
 * is to be read, and one part that guessed (`static`) leaves the whole unproven.
 */
export function mergeScopes(scopes: Iterable<Scope>): Scope[] {
  return joinBy(scopes, ({ partition, account }) => [partition, account], joinScopes);
}

function joinScopes(all: Scopes): Scope {
  const { partition, account } = all[0];
  const proven = all.filter(({ source }) => source === 'account');
  const parts: Scopes = isNonEmpty(proven) ? proven : all;
  const labelled = topRanked(parts, ({ source }) => (source === 'selected' ? 0 : 1));
  const { source } = labelled[0];
  const regions = sortedUnique(parts.flatMap((scope) => scope.regions));
  const wanted = new Set(regions);
  const enabled = source === 'selected' ? known(parts.map((scope) => scope.enabled)) : [];
  const problem = joinProblems(labelled);
  const organization = joinOrganizations(known(all.map((scope) => scope.organization)));
  return {
    partition,
    account,
    source,
    regions,
    disabled: sortedUnique(parts.flatMap((scope) => scope.disabled)).filter((region) => !wanted.has(region)),
    ...(enabled.length === 0 ? {} : { enabled: sortedUnique(enabled.flat()) }),
    ...(problem === undefined ? {} : { problem }),
    ...(organization === undefined ? {} : { organization }),
  };
}

/** A part without a problem has overcome it: what it did not read is missing from the records, which shows by itself. */
function joinProblems(scopes: Scopes): Problem | undefined {
  const problems = known(scopes.map(({ problem }) => problem));
  return problems.length === scopes.length && isNonEmpty(problems) ? greatest(problems, compareContent) : undefined;
}

/** Only accounts that every list names are credited with the organization's analyzers. */
function joinOrganizations(organizations: readonly OrganizationScope[]): OrganizationScope | undefined {
  const [first, ...others] = organizations;
  if (first === undefined) return undefined;
  const ids = sortedUnique(known(organizations.map(({ id }) => id)));
  const id = ids.at(-1);
  const accounts = others.reduce(
    (common, { accounts }) => {
      const listed = new Set(accounts);
      return common.filter((account) => listed.has(account));
    },
    [...first.accounts],
  );
  const outOfScope = known(organizations.map((organization) => organization.outOfScope));
  return {
    ...(id === undefined ? {} : { id }),
    accounts: sortedUnique(accounts),
    ...(outOfScope.length === 0
      ? {}
      : {
          outOfScope: joinBy(
            outOfScope.flat(),
            ({ account }) => [account],
            (entries) => greatest(entries, compareContent),
          ),
        }),
  };
}
