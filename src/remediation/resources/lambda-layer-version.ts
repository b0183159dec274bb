import { readStep, writeStep } from '../aws-call.ts';
import { segment } from '../console-url.ts';
import { oneLine } from '../one-line.ts';
import type { ResourceUnit } from '../resource-unit.ts';
import { sharedWith } from '../target.ts';

/** Each version of a layer has permissions of its own. */
export const lambdaLayerVersion: ResourceUnit = {
  resourceType: 'AWS::Lambda::LayerVersion',
  noun: 'Lambda layer version',
  consolePath: ({ resource, region }) => {
    const { name, version } = layerOf(resource);
    if (region === undefined || version === undefined) return undefined;
    return `lambda/home?region=${segment(region)}#/layers/${segment(name)}/versions/${segment(version)}`;
  },
  fix: (target) => {
    const { region, principal, beforeFile } = target;
    const { layerArn, version } = layerOf(target.resource);
    const layer = { LayerName: layerArn, VersionNumber: version ?? { variable: 'VERSION_NUMBER' } };
    const shared = sharedWith(target);
    return {
      steps: [
        readStep(
          `Keep the version’s policy and find the statement that lets in ${oneLine(principal.text)}: its Sid is the STATEMENT_ID.`,
          {
            service: 'lambda',
            operation: 'GetLayerVersionPolicy',
            region,
            input: layer,
            save: { query: 'Policy', output: 'text', file: beforeFile },
          },
        ),
        writeStep('Remove that statement.', {
          service: 'lambda',
          operation: 'RemoveLayerVersionPermission',
          region,
          input: { ...layer, StatementId: { variable: 'STATEMENT_ID' } },
        }),
      ],
      undo: [
        writeStep('Add the statement again.', {
          service: 'lambda',
          operation: 'AddLayerVersionPermission',
          region,
          input: {
            ...layer,
            StatementId: { variable: 'STATEMENT_ID' },
            Action: 'lambda:GetLayerVersion',
            Principal: shared === undefined ? { variable: 'PRINCIPAL' } : 'account' in shared ? shared.account : '*',
          },
        }),
      ],
      warnings: [
        'Functions that already use this version keep it; nobody outside can add it to a function any more. Other versions of the layer have permissions of their own.',
      ],
    };
  },
};

/** `arn:…:layer:name:3` → the layer and its version. */
function layerOf(resource: string): { readonly layerArn: string; readonly name: string; readonly version?: string } {
  const match = /^(.*:layer:([^:]*)):(\d+)$/s.exec(resource);
  if (match === null) return { layerArn: resource, name: resource.slice(resource.lastIndexOf(':') + 1) };
  const [, layerArn = resource, name = '', version = ''] = match;
  return { layerArn, name, version };
}
