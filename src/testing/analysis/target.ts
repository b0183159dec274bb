import { ROLE_TRUST_ACTIONS, S3_ACTIONS } from './known-actions.ts';
import { like } from './like.ts';
import type { PolicyStatement } from './policy-document.ts';
import type { Principal } from './principals.ts';

/** What a resource policy is about: which actions make sense on it, and which statements concern it. */
export interface AnalyzedTarget {
  /** What a wildcard stands for. */
  readonly actions: readonly string[];
  /** Whether a principal of this kind can use the action at all. */
  canUse(principal: Principal, action: string): boolean;
  /** Whether the statement's resources are such that the action works on them. */
  reaches(statement: PolicyStatement, action: string): boolean;
  /** Whether a Deny is about everything that the Allow gives this action on. */
  covers(deny: PolicyStatement, allow: PolicyStatement, action: string): boolean;
}

/** A bucket or an access point, and the objects in it: `objects` is where their ARNs begin. */
export function s3Target(arn: string, objects: string): AnalyzedTarget {
  return {
    actions: S3_ACTIONS,
    canUse: (_principal, action) => /^s3:/i.test(action),
    reaches(statement, action) {
      if (statement.notResource !== undefined)
        return !statement.notResource.some((pattern) => reaches(pattern, action));
      return (statement.resource ?? []).some((pattern) => reaches(pattern, action));
    },
    covers(deny, allow, action) {
      if (deny.notResource !== undefined) return false;
      const patterns = deny.resource ?? [];
      const granted = allow.resource ?? [arn, `${objects}*`];
      return granted
        .filter((pattern) => reaches(pattern, action))
        .map((pattern) => (isObjectAction(action) ? pattern : arn))
        .every((resource) => patterns.some((pattern) => like(resource, pattern)));
    },
  };

  function reaches(pattern: string, action: string): boolean {
    return isObjectAction(action) ? startsLike(objects, pattern) : like(arn, pattern);
  }
}

/** A role: its trust policy has no resource, and each way to assume it is for one kind of principal. */
export const roleTarget: AnalyzedTarget = {
  actions: ROLE_TRUST_ACTIONS,
  canUse(principal, action) {
    switch (action.toLowerCase()) {
      case 'sts:assumerole':
        return principal.kind === 'AWS';
      case 'sts:assumerolewithsaml':
        return principal.kind === 'Federated' && isSaml(principal);
      case 'sts:assumerolewithwebidentity':
        return principal.kind === 'Federated' && !isSaml(principal);
      default:
        return /^sts:/i.test(action);
    }
  },
  reaches: () => true,
  covers: () => true,
};

function isSaml(principal: Principal): boolean {
  return principal.value.includes(':saml-provider/');
}

/** S3 has actions on buckets and actions on objects, and a policy grants each only on its own kind of ARN. */
function isObjectAction(action: string): boolean {
  return (
    /Object|^s3:(?:AbortMultipartUpload|ListMultipartUploadParts|BypassGovernanceRetention|Replicate|Restore)/i.test(
      action,
    ) && !/Bucket/i.test(action.replace(/ToBucketOwner$/i, ''))
  );
}

/** Whether some text that begins with `prefix` matches the pattern. */
function startsLike(prefix: string, pattern: string): boolean {
  for (let end = 0; end <= pattern.length; end += 1) {
    if (like(prefix, pattern.slice(0, end))) return true;
  }
  return false;
}
