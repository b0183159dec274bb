import type { Scope } from '../model/evidence.ts';
import { analyzerHealth, isLocal, isOwn } from './analyzer-health.ts';
import type { Place } from './place.ts';

/** Says whether an organization analyzer of another account in evidence covers a member's Region; its ARN if so. */
export type Credit = (member: Place) => string | undefined;

/**
 * A member account is credited only when the owner's ACTIVE organization analyzer in that very Region was fully read and
 * the account stands in the organization's list as the owner's account reported it.
 */
export function organizationCredit(scopes: readonly Scope[], places: readonly Place[], warmUpHours: number): Credit {
  const members = new Map<string, ReadonlySet<string>>();
  for (const scope of scopes) {
    if (scope.organization !== undefined) {
      members.set(JSON.stringify([scope.partition, scope.account]), new Set(scope.organization.accounts));
    }
  }
  if (members.size === 0) return () => undefined;

  const owners = new Map<string, { readonly arn: string; readonly accounts: ReadonlySet<string> }[]>();
  for (const place of places) {
    const accounts = members.get(JSON.stringify([place.partition, place.account]));
    if (accounts === undefined || place.record?.state !== 'read') continue;
    for (const evidence of place.record.analyzers) {
      const { analyzer } = evidence;
      const covers =
        analyzer.access === 'external' &&
        analyzer.zoneOfTrust === 'organization' &&
        isOwn(evidence, place) &&
        isLocal(evidence, place) &&
        analyzerHealth(evidence, place, warmUpHours) === 'healthy';
      if (!covers) continue;
      const key = JSON.stringify([place.partition, place.region]);
      owners.set(key, [...(owners.get(key) ?? []), { arn: analyzer.arn, accounts }]);
    }
  }
  return (member) =>
    owners.get(JSON.stringify([member.partition, member.region]))?.find(({ accounts }) => accounts.has(member.account))
      ?.arn;
}
