import { segment } from '../console-url.ts';
import { editPolicy } from '../edit-policy.ts';
import type { ResourceUnit } from '../resource-unit.ts';

/** A private repository's policy. */
export const ecrRepository: ResourceUnit = {
  resourceType: 'AWS::ECR::Repository',
  noun: 'ECR repository',
  consolePath: ({ arn, region }) =>
    region === undefined
      ? undefined
      : `ecr/repositories/private/${segment(arn.account)}/${segment(arn.resource.replace(/^repository\//, ''))}/permissions?region=${segment(region)}`,
  fix: (target) => {
    const input = {
      repositoryName: target.arn.resource.replace(/^repository\//, ''),
      ...(target.account === undefined ? {} : { registryId: target.account }),
    };
    return editPolicy(target, {
      noun: 'repository policy',
      service: 'ecr',
      region: target.region,
      read: { operation: 'GetRepositoryPolicy', input, query: 'policyText', output: 'text' },
      write: { operation: 'SetRepositoryPolicy', input, policyMember: 'policyText' },
    });
  },
};
