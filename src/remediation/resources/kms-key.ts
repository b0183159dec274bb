import { manualStep, readStep, writeStep } from '../aws-call.ts';
import { segment } from '../console-url.ts';
import { editPolicy } from '../edit-policy.ts';
import { oneLine } from '../one-line.ts';
import type { Fix, ResourceUnit } from '../resource-unit.ts';
import type { Target } from '../target.ts';

/**
 * What a grant can give (KMS Developer Guide, "Grants in AWS KMS"). DescribeKey among them; what changes a key or its
 * policy is not.
 */
const GRANTABLE: ReadonlySet<string> = new Set([
  'kms:creategrant',
  'kms:decrypt',
  'kms:derivesharedsecret',
  'kms:describekey',
  'kms:encrypt',
  'kms:generatedatakey',
  'kms:generatedatakeypair',
  'kms:generatedatakeypairwithoutplaintext',
  'kms:generatedatakeywithoutplaintext',
  'kms:generatemac',
  'kms:getpublickey',
  'kms:reencryptfrom',
  'kms:reencryptto',
  'kms:retiregrant',
  'kms:sign',
  'kms:verify',
  'kms:verifymac',
]);

/** A key is shared by its policy or by a grant, and a finding does not say which: its actions and principal may. */
export const kmsKey: ResourceUnit = {
  resourceType: 'AWS::KMS::Key',
  noun: 'KMS key',
  consolePath: ({ arn, region }) =>
    region === undefined
      ? undefined
      : `kms/home?region=${segment(region)}#/kms/keys/${segment(arn.resource.replace(/^key\//, ''))}`,
  fix: (target) => {
    const policy = editKeyPolicy(target);
    const warnings = [
      'Whoever loses the key loses everything encrypted under it: see in CloudTrail who uses it first.',
      'Leave the statement of the own account in the key policy, or nobody can manage the key any more.',
    ];
    if (!mayBeGrant(target)) return { ...policy, warnings };
    const grant = revokeGrant(target);
    return {
      steps: [...grant.steps, ...policy.steps],
      undo: [...grant.undo, ...policy.undo],
      warnings: [
        'The key is shared by its policy or by a grant; the finding does not say which. When the list of grants names the principal, revoke the grant and leave the policy alone.',
        ...warnings,
      ],
    };
  },
};

/** A grant names one principal and operations that use the key. */
function mayBeGrant({ principal, actions }: Target): boolean {
  return principal.kind !== 'All principals' && actions.every((action) => GRANTABLE.has(action.toLowerCase()));
}

function editKeyPolicy(target: Target): Pick<Fix, 'steps' | 'undo'> {
  const input = { KeyId: target.resource, PolicyName: 'default' };
  return editPolicy(target, {
    noun: 'key policy',
    service: 'kms',
    region: target.region,
    read: { operation: 'GetKeyPolicy', input, query: 'Policy', output: 'text' },
    write: { operation: 'PutKeyPolicy', input, policyMember: 'Policy' },
  });
}

function revokeGrant(target: Target): Pick<Fix, 'steps' | 'undo'> {
  const { region, resource, beforeFile } = target;
  const file = beforeFile.replace('access-', 'grants-');
  return {
    steps: [
      readStep(`Keep the list of grants and look for one whose grantee is ${oneLine(target.principal.text)}.`, {
        service: 'kms',
        operation: 'ListGrants',
        region,
        input: { KeyId: resource },
        save: { query: 'Grants', output: 'json', file },
      }),
      writeStep('Revoke that grant, if there is one. GRANT_ID is its GrantId.', {
        service: 'kms',
        operation: 'RevokeGrant',
        region,
        input: { KeyId: resource, GrantId: { variable: 'GRANT_ID' } },
      }),
    ],
    undo: [
      manualStep(
        `A revoked grant cannot be restored: create one again (aws kms create-grant) from what ${file} says.`,
        true,
      ),
    ],
  };
}
