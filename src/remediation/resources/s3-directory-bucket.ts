import { segment } from '../console-url.ts';
import { editPolicy } from '../edit-policy.ts';
import type { ResourceUnit } from '../resource-unit.ts';
import { closeAccessPoint } from './s3-access-point.ts';

/** Public access is always blocked on directory buckets and they have no ACLs: what is left are policies. */
export const s3DirectoryBucket: ResourceUnit = {
  resourceType: 'AWS::S3Express::DirectoryBucket',
  noun: 'S3 directory bucket',
  consolePath: ({ region }) => `s3/directory-buckets${region === undefined ? '' : `?region=${segment(region)}`}`,
  fix: (target) => {
    const points = target.sources.filter(({ type }) => type === 'S3_ACCESS_POINT');
    const fixes = points.map(({ detail }) => closeAccessPoint(target, detail?.accessPointArn));
    if (points.length === 0 || points.length < target.sources.length) {
      const input = { Bucket: target.arn.resource.replace(/^bucket\//, '') };
      fixes.push(
        editPolicy(target, {
          noun: 'bucket policy',
          service: 's3api',
          region: target.region,
          read: { operation: 'GetBucketPolicy', input, query: 'Policy', output: 'text' },
          write: { operation: 'PutBucketPolicy', input, policyMember: 'Policy' },
        }),
      );
    }
    return {
      steps: fixes.flatMap(({ steps }) => steps),
      undo: fixes.flatMap(({ undo }) => undo),
      warnings: fixes.flatMap(({ warnings }) => warnings ?? []),
      rescanNotes: fixes.flatMap(({ rescanNotes }) => rescanNotes ?? []),
    };
  },
};
