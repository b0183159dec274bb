import { accessesOf, externalGrants } from './grants.ts';
import { mergeAccesses } from './merge-accesses.ts';
import { readPolicy } from './policy-document.ts';
import { roleTarget } from './target.ts';
import type { FakeAccess, FakeRole, FakeZoneOfTrust } from '../types.ts';

/**
 * Who outside the zone of trust can assume a role. A federated principal is always outside, also by a provider of the account
 * itself, since the people behind it are. `isPublic` of a federated principal is false; a provider that everybody can
 * sign in to, without a condition, is not told apart.
 */
export function analyzeRoleTrust(role: FakeRole, zone: FakeZoneOfTrust): FakeAccess[] {
  return mergeAccesses(accessesOf(externalGrants(readPolicy(role.trustPolicy), roleTarget, zone), zone));
}
