import type { Finding } from '../model/finding.ts';
import { sha256 } from '../model/sha256.ts';
import { grantIdentity, identityOf, resourceArn, type GrantIdentity, type IdentityContext } from './identity.ts';

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
  return hashFingerprint(identityOf(finding, grant, resourceArn(finding), context), grant);
}

/** The fingerprint of an identity and its grant. */
export function hashFingerprint(identity: string, { allowed }: GrantIdentity): string {
  return `v1:${sha256(`["fingerprint",${identity},${allowed}]`)}`;
}
