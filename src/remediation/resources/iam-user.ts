import { manualStep } from '../aws-call.ts';
import { segment } from '../console-url.ts';
import type { ResourceUnit } from '../resource-unit.ts';

/** Users have no resource policy: AWS reports them for unused access only, and those findings have units of their own. */
export const iamUser: ResourceUnit = {
  resourceType: 'AWS::IAM::User',
  noun: 'IAM user',
  consolePath: ({ arn }) =>
    `iam/home#/users/details/${segment(arn.resource.slice(arn.resource.lastIndexOf('/') + 1))}?section=security_credentials`,
  fix: () => ({
    steps: [manualStep('Look at the user’s credentials and permissions: AWS does not say what is wrong with them.')],
    undo: [],
  }),
};
