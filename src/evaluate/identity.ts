import { actionKey } from '../access-levels/canonical-action.ts';
import { parseArn, type Arn } from '../model/arn.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import { compareStrings, sortedUnique } from '../model/compare.ts';
import type { AccessGrant, Finding } from '../model/finding.ts';

/** Where a finding was read, for what the finding itself may leave out. */
export interface IdentityContext {
  /** Used when the finding has no resource. */
  readonly partition?: string | undefined;
  /** Used when neither the finding nor its resource's ARN tells the owner: the account that was audited. */
  readonly account?: string | undefined;
}

/** What a grant adds to the identities of the findings that hold it, as JSON. The same for equal grants. */
export interface GrantIdentity {
  /** Principal, conditions and sources, ordered. */
  readonly who: string;
  /** Actions and RCP state, ordered. */
  readonly allowed: string;
  /** Whether there is a principal at all. */
  readonly named: boolean;
}

/** Reads what identifies a grant; of a finding that grants nothing, the same as of an empty grant. */
export function grantIdentity(finding: Finding): GrantIdentity {
  const grant: Partial<AccessGrant> = 'principal' in finding ? finding : {};
  const principal = sortedEntries(grant.principal ?? {});
  const condition = sortedEntries(grant.condition ?? {});
  const sources = [...new Set((grant.sources ?? []).map(canonicalJson))].sort(compareStrings);
  const actions = sortedUnique((grant.action ?? []).map(actionKey));
  return {
    who: `${JSON.stringify(principal)},${JSON.stringify(condition)},${JSON.stringify(sources)}`,
    allowed: JSON.stringify([actions, grant.resourceControlPolicyRestriction ?? null]),
    named: principal.length > 0,
  };
}

/**
 * What makes an access this access: the members of a JSON list, as text, that no two accesses share. A finding that hides
 * its resource or principal may be any access, so its own id joins the list: what is not known cannot be the same.
 * Grant and ARN are the finding's own, which a caller may know already.
 */
export function identityOf(
  finding: Finding,
  grant: GrantIdentity,
  arn: Arn | undefined,
  { partition, account }: IdentityContext,
): string {
  const owner = ownerOf(finding, arn) ?? account;
  const where = `${text(finding.findingType)},${text(arn?.partition ?? partition)},${text(owner)},${text(finding.resource)}`;
  const identity = `${where},${grant.who}`;
  return finding.resource === undefined || !grant.named ? `${identity},${text(finding.id)}` : identity;
}

/** Whether the finding tells partition and owner by itself, so that its identity is the same in every context. */
export function saysWhere(finding: Finding, arn: Arn | undefined): boolean {
  return arn !== undefined && ownerOf(finding, arn) !== undefined;
}

function ownerOf({ resourceOwnerAccount }: Finding, arn: Arn | undefined): string | undefined {
  return resourceOwnerAccount ?? (arn?.account !== '' ? arn?.account : undefined);
}

/** The ARN of the resource, when it is one. */
export function resourceArn({ resource }: Finding): Arn | undefined {
  return resource === undefined ? undefined : parseArn(resource);
}

function text(value: string | undefined): string {
  return value === undefined ? 'null' : JSON.stringify(value);
}

function sortedEntries(map: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(map).sort(([left], [right]) => compareStrings(left, right));
}
