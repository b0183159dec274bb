import { actionKey } from '../access-levels/canonical-action.ts';
import { parseArnOwner, type Arn } from '../model/arn.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import { compareStrings, sortedUnique } from '../model/compare.ts';
import type { AccessGrant, Finding } from '../model/finding.ts';
import { sha256 } from '../model/sha256.ts';

/** Where a finding was read, for what the finding itself may leave out. */
export interface IdentityContext {
  /** Used when the finding has no resource. */
  readonly partition?: string | undefined;
  /** Used when neither the finding nor its resource's ARN tells the owner: the account that was audited. */
  readonly account?: string | undefined;
}

/** What a grant adds to the identities of the findings that hold it. The same for equal grants. */
export interface GrantIdentity {
  /** Principal, conditions and sources, ordered, as JSON. */
  readonly who: string;
  /** Actions and RCP state, ordered: their SHA-256, since lists of actions are long and few. */
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
    allowed: sha256(JSON.stringify([actions, grant.resourceControlPolicyRestriction ?? null])),
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
  arn: ResourceOwner | undefined,
  { partition, account }: IdentityContext,
): string {
  const owner = ownerOf(finding, arn) ?? account;
  const head = headOf(finding.findingType, arn?.partition ?? partition, owner);
  const identity = `${head}${text(finding.resource)},${grant.who}`;
  return finding.resource === undefined || !grant.named ? `${identity},${text(finding.id)}` : identity;
}

interface Head {
  readonly type: string;
  readonly partition: string | undefined;
  readonly owner: string | undefined;
  readonly head: string;
}

let latest: Head | undefined;

/** What an identity begins with. The last one is remembered: findings of one kind and account follow each other. */
function headOf(type: string, partition: string | undefined, owner: string | undefined): string {
  if (latest?.type !== type || latest.partition !== partition || latest.owner !== owner) {
    const head = [type, partition, owner].map(text).join(',');
    latest = { type, partition, owner, head: `${head},` };
  }
  return latest.head;
}

/** Whether the finding tells partition and owner by itself, so that its identity is the same in every context. */
export function saysWhere(finding: Finding, arn: ResourceOwner | undefined): boolean {
  return arn !== undefined && ownerOf(finding, arn) !== undefined;
}

function ownerOf({ resourceOwnerAccount }: Finding, arn: ResourceOwner | undefined): string | undefined {
  return resourceOwnerAccount ?? (arn?.account !== '' ? arn?.account : undefined);
}

/** What the ARN of a resource says of whose it is. */
export type ResourceOwner = Pick<Arn, 'partition' | 'account'>;

/** Whose the resource is, when it has an ARN. */
export function resourceOwner({ resource }: Finding): ResourceOwner | undefined {
  return resource === undefined ? undefined : parseArnOwner(resource);
}

/** Printable ASCII that JSON writes as it stands: nearly every ARN. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** The value as JSON. To look at a usual text and put it in quotation marks costs a third of having it written. */
function text(value: string | undefined): string {
  if (value === undefined) return 'null';
  return PLAIN.test(value) ? `"${value}"` : JSON.stringify(value);
}

function sortedEntries(map: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(map).sort(([left], [right]) => compareStrings(left, right));
}
