import type { Finding } from '../model/finding.ts';
import { accessDigest } from './access-id.ts';
import { grantIdentity, identityOf, resourceOwner, type GrantIdentity, type IdentityContext } from './identity.ts';

/**
 * The identity of an access and of what it allows: {@link accessId} plus the actions and the RCP state. Two findings
 * of one access with different fingerprints allow different things. Case, order and repetition of actions don't count.
 *
 * @example
 * ```ts
 * const accepted = new Set([fingerprint(finding)]);
 * const others = findings.filter((one) => !accepted.has(fingerprint(one))); // what allows more, or something else, is among them
 * console.log(others.length);
 * ```
 */
export function fingerprint(finding: Finding, context: IdentityContext = {}): string {
  const grant = grantIdentity(finding);
  return joinFingerprint(accessDigest(identityOf(finding, grant, resourceOwner(finding), context)), grant);
}

/**
 * The fingerprint of an access by its digest, and of what its grant allows: half of each digest, 128 bits, since a hash of both
 * would be made for every finding, and there are few different grants.
 */
export function joinFingerprint(digest: string, { allowed }: GrantIdentity): string {
  return `v1:${digest.slice(0, HALF)}${allowed.slice(0, HALF)}`;
}

const HALF = 32;
