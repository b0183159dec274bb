import { policies } from '../../src/evaluate/policies.ts';
import type { PolicyInput } from '../../src/evaluate/resolve-policy.ts';
import type { OptionsDraw } from './draw.ts';

/** What the exception of a draw excuses: it matches the findings of the draws that are about it. */
export const EXCUSED_RESOURCE_TYPE = 'AWS::SQS::Queue';

/** The policy of a draw. */
export function buildPolicy(name: OptionsDraw['policy']): PolicyInput {
  switch (name) {
    case 'strict':
      return policies.strict;
    case 'account-zone':
      return { zoneOfTrust: 'account' };
    case 'organization-zone':
      return { zoneOfTrust: 'organization' };
    case 'exception':
    case 'expired-exception':
      return {
        exceptions: [
          {
            filter: { resourceType: { eq: [EXCUSED_RESOURCE_TYPE] } },
            owner: 'somebody',
            reason: 'for the campaign',
            expires: name === 'exception' ? '2030-01-01' : '2026-01-01',
            maxLevel: 'Permissions',
            allowPublic: true,
          },
        ],
      };
    default:
      return policies[name];
  }
}
