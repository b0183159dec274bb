import { actionKey } from '../access-levels/canonical-action.ts';
import { sortedUnique } from '../model/compare.ts';
import type { Finding } from '../model/finding.ts';
import { sha256 } from '../model/sha256.ts';
import { identityOf, type IdentityContext } from './identity.ts';

/**
 * The identity of an access and of what it allows: {@link accessId} plus the actions and the RCP state. Two findings
 * of one access with different fingerprints allow different things. Case, order and repetition of actions don't count.
 */
export function fingerprint(finding: Finding, context: IdentityContext = {}): string {
  const grant = 'action' in finding ? finding : undefined;
  const allowed = [sortedUnique((grant?.action ?? []).map(actionKey)), grant?.resourceControlPolicyRestriction ?? null];
  return `v1:${sha256(JSON.stringify(['fingerprint', ...identityOf(finding, context), allowed]))}`;
}
