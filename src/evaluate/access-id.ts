import type { Finding } from '../model/finding.ts';
import { sha256 } from '../model/sha256.ts';
import { grantIdentity, identityOf, resourceOwner, type IdentityContext } from './identity.ts';

/**
 * The identity of an access: who reaches which resource, how, under which conditions. The same for the same access in
 * every Region, analyzer and audit, whatever the finding's id, its actions and its status. Of a finding that hides its
 * resource or principal only the same finding has the same id.
 *
 * @example
 * ```ts
 * accessId(role) === accessId(theSameRoleInAnotherRegion); // true
 * ```
 */
export function accessId(finding: Finding, context: IdentityContext = {}): string {
  return toAccessId(accessDigest(identityOf(finding, grantIdentity(finding), resourceOwner(finding), context)));
}

/** What tells an access id from all others, without its version: 64 hexadecimal digits. */
export function accessDigest(identity: string): string {
  return sha256(`["access",${identity}]`);
}

/** The access id of a digest. */
export function toAccessId(digest: string): string {
  return `v1:${digest}`;
}
