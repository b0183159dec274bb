import { segment } from '../console-url.ts';
import { editPolicy } from '../edit-policy.ts';
import type { ResourceUnit } from '../resource-unit.ts';

/** Who may assume the role stands in its trust policy. */
export const iamRole: ResourceUnit = {
  resourceType: 'AWS::IAM::Role',
  noun: 'IAM role',
  consolePath: ({ arn }) => `iam/home#/roles/details/${segment(roleName(arn.resource))}?section=trust_relationships`,
  fix: (target) => {
    const input = { RoleName: roleName(target.arn.resource) };
    return {
      ...editPolicy(target, {
        noun: 'trust policy',
        service: 'iam',
        region: undefined,
        read: { operation: 'GetRole', input, query: 'Role.AssumeRolePolicyDocument', output: 'json' },
        write: { operation: 'UpdateAssumeRolePolicy', input, policyMember: 'PolicyDocument' },
      }),
      warnings: [
        'Sessions that were already handed out live on until they expire, up to 12 hours: revoke the role’s active sessions in the console if that is too long.',
        'For a vendor that needs the role, an sts:ExternalId condition may be what is missing.',
      ],
      rescanNotes: [
        'A role is global: each Region with an external analyzer has its own finding and needs its own rescan.',
      ],
    };
  },
};

/** The name follows the path: `role/service/name`. */
function roleName(resource: string): string {
  return resource.slice(resource.lastIndexOf('/') + 1);
}
