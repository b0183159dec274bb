import { writeStep } from '../aws-call.ts';
import { segment } from '../console-url.ts';
import { editPolicy } from '../edit-policy.ts';
import type { ResourceUnit } from '../resource-unit.ts';

/** AWS itself refuses a public policy when asked to. */
export const secretsManagerSecret: ResourceUnit = {
  resourceType: 'AWS::SecretsManager::Secret',
  noun: 'Secrets Manager secret',
  consolePath: ({ resource, region }) =>
    region === undefined ? undefined : `secretsmanager/secret?name=${segment(resource)}&region=${segment(region)}`,
  fix: (target) => {
    const { region, resource } = target;
    const { steps, undo } = editPolicy(target, {
      noun: 'resource policy',
      service: 'secretsmanager',
      region,
      read: { operation: 'GetResourcePolicy', input: { SecretId: resource }, query: 'ResourcePolicy', output: 'text' },
      write: { operation: 'PutResourcePolicy', input: { SecretId: resource }, policyMember: 'ResourcePolicy' },
    });
    return {
      steps,
      undo,
      alternatives: [
        writeStep('Remove the whole resource policy, when nobody outside needs the secret.', {
          service: 'secretsmanager',
          operation: 'DeleteResourcePolicy',
          region,
          input: { SecretId: resource },
        }),
      ],
      warnings: [
        'Rotate the secret: what could be read may have been read.',
        'Other accounts also needed its KMS key: look at that key’s policy and grants.',
      ],
    };
  },
};
