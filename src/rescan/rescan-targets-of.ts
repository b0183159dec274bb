import type { Clients } from '../clients/types.ts';
import type { Access } from '../evaluate/verdict.ts';
import { parseAnalyzerArn } from '../model/arn.ts';
import type { PlacedRescanTarget } from './rescan-all.ts';

/**
 * Everywhere that an access was seen, to be rescanned: each external analyzer and Region that reported it, once. Calls nothing. The
 * clients must be of the account that read the findings. Empty for an access that names no resource.
 *
 * @example
 * ```ts
 * const targets = verdict.accesses.filter(({ fails }) => fails).flatMap((access) => rescanTargetsOf(access, clients));
 * ```
 */
export function rescanTargetsOf(
  access: Pick<Access, 'resource' | 'resourceOwnerAccount' | 'sightings'>,
  clients: Pick<Clients, 'accessAnalyzer'>,
): PlacedRescanTarget[] {
  const { resource, resourceOwnerAccount } = access;
  if (resource === undefined) return [];
  const analyzers = new Map(
    access.sightings.map(({ analyzer, region, zoneOfTrust }) => [analyzer, { region, zoneOfTrust }]),
  );
  return [...analyzers].map(([analyzer, { region, zoneOfTrust }]) => {
    // An organization analyzer sees resources of many accounts, and a bucket's ARN does not say whose.
    const foreign = zoneOfTrust === 'organization' || parseAnalyzerArn(analyzer)?.account !== resourceOwnerAccount;
    return {
      client: clients.accessAnalyzer(region),
      analyzer,
      resourceArn: resource,
      ...(foreign && resourceOwnerAccount !== undefined ? { resourceOwnerAccount } : {}),
    };
  });
}
