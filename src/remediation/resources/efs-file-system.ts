import { segment } from '../console-url.ts';
import { editPolicy } from '../edit-policy.ts';
import type { ResourceUnit } from '../resource-unit.ts';

/** A file system without a policy is open to whoever reaches a mount target, so the policy is edited, never deleted. */
export const efsFileSystem: ResourceUnit = {
  resourceType: 'AWS::EFS::FileSystem',
  noun: 'EFS file system',
  consolePath: ({ arn, region }) =>
    region === undefined
      ? undefined
      : `efs/home?region=${segment(region)}#/file-systems/${segment(arn.resource.replace(/^file-system\//, ''))}`,
  fix: (target) => {
    const input = { FileSystemId: target.arn.resource.replace(/^file-system\//, '') };
    return {
      ...editPolicy(target, {
        noun: 'file system policy',
        service: 'efs',
        region: target.region,
        read: { operation: 'DescribeFileSystemPolicy', input, query: 'Policy', output: 'text' },
        write: { operation: 'PutFileSystemPolicy', input, policyMember: 'Policy' },
      }),
      warnings: [
        'Do not delete the policy: without one, every client that reaches a mount target has full access.',
        'Clients that mount without IAM lose access when the anonymous statement goes.',
      ],
    };
  },
};
