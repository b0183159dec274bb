import { parseArn } from '../model/arn.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import { compareStrings } from '../model/compare.ts';
import type { Finding } from '../model/finding.ts';

/** Where a finding was read, for what the finding itself may leave out. */
export interface IdentityContext {
  /** Used when the finding has no resource. */
  readonly partition?: string | undefined;
  /** Used when neither the finding nor its resource's ARN tells the owner: the account that was audited. */
  readonly account?: string | undefined;
}

/**
 * What makes an access this access, as a list that no two accesses share. A finding that hides its resource or principal
 * may be any access, so its own id joins the list: what is not known cannot be the same.
 */
export function identityOf(finding: Finding, { partition, account }: IdentityContext): readonly unknown[] {
  const arn = finding.resource === undefined ? undefined : parseArn(finding.resource);
  const owner = finding.resourceOwnerAccount ?? (arn?.account !== '' ? arn?.account : undefined) ?? account;
  const grant = 'principal' in finding ? finding : undefined;
  const principal = sortedEntries(grant?.principal ?? {});
  const identity = [
    finding.findingType,
    arn?.partition ?? partition ?? null,
    owner ?? null,
    finding.resource ?? null,
    principal,
    sortedEntries(grant?.condition ?? {}),
    [...new Set((grant?.sources ?? []).map(canonicalJson))].sort(compareStrings),
  ];
  return finding.resource === undefined || principal.length === 0 ? [...identity, finding.id] : identity;
}

function sortedEntries(map: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(map).sort(([left], [right]) => compareStrings(left, right));
}
