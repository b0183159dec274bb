import type { StoredFinding } from '../../state/stored-finding.ts';

/** What all answers say of a finding. */
function common(finding: StoredFinding): Record<string, unknown> {
  const { id, resource, resourceType, resourceOwnerAccount, status, createdAt, analyzedAt, updatedAt, error } = finding;
  return { id, resource, resourceType, resourceOwnerAccount, status, createdAt, analyzedAt, updatedAt, error };
}

/** The grant. An error finding has none; AWS's examples of one lack even the required `condition`. */
function grant(finding: StoredFinding): Record<string, unknown> {
  const { principal, action, condition, error, isPublic, sources, resourceControlPolicyRestriction } = finding;
  const isEmpty = Object.keys(condition).length === 0;
  return {
    principal: Object.keys(principal).length === 0 ? undefined : principal,
    action: action.length === 0 ? undefined : action,
    condition: error !== undefined && isEmpty ? undefined : condition,
    isPublic,
    sources,
    resourceControlPolicyRestriction,
  };
}

/** A finding as ListFindings and GetFinding send it. */
export function toFindingV1(finding: StoredFinding): Record<string, unknown> {
  return without(finding.omit, Object.assign(common(finding), grant(finding)));
}

/** A finding as ListFindingsV2 sends it: who and what only GetFindingV2 tells. */
export function toFindingV2Summary(finding: StoredFinding): Record<string, unknown> {
  return without(finding.omit, Object.assign(common(finding), { findingType: finding.findingType }));
}

const UNUSED_DETAILS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  UnusedIAMRole: { unusedIamRoleDetails: {} },
  UnusedIAMUserAccessKey: { unusedIamUserAccessKeyDetails: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' } },
  UnusedIAMUserPassword: { unusedIamUserPasswordDetails: {} },
  UnusedPermission: { unusedPermissionDetails: { serviceNamespace: 's3' } },
};

/** The `findingDetails` of GetFindingV2, all pages. */
export function toFindingDetails(finding: StoredFinding): readonly Readonly<Record<string, unknown>>[] {
  if (finding.findingDetails !== undefined) return finding.findingDetails;
  const access = without(finding.omit, grant(finding));
  switch (finding.findingType) {
    case 'ExternalAccess':
      return [{ externalAccessDetails: access }];
    case 'InternalAccess': {
      const { isPublic: _, ...rest } = access;
      const { principalOwnerAccount, accessType, principalType, serviceControlPolicyRestriction } = finding;
      const internal = { ...rest, principalOwnerAccount, accessType, principalType, serviceControlPolicyRestriction };
      return [{ internalAccessDetails: without(finding.omit, internal) }];
    }
    default: {
      const details = UNUSED_DETAILS[finding.findingType];
      return details === undefined ? [] : [details];
    }
  }
}

function without(omit: readonly string[] | undefined, members: Record<string, unknown>): Record<string, unknown> {
  if (omit === undefined) return members;
  return Object.fromEntries(Object.entries(members).filter(([name]) => !omit.includes(name)));
}
