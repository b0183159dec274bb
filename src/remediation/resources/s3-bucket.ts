import type { FindingSource } from '../../model/finding.ts';
import { readStep, writeStep, type AwsCall } from '../aws-call.ts';
import { segment } from '../console-url.ts';
import { editPolicy } from '../edit-policy.ts';
import { oneLine } from '../one-line.ts';
import type { Fix, ResourceUnit } from '../resource-unit.ts';
import type { Target } from '../target.ts';
import { closeAccessPoint } from './s3-access-point.ts';

/** What the four flags of a public access block say when everything is blocked. */
const ALL_FLAGS = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** Public access is blocked at the bucket; named grants are taken out of where `sources` says that they are. */
export const s3Bucket: ResourceUnit = {
  resourceType: 'AWS::S3::Bucket',
  noun: 'S3 bucket',
  consolePath: ({ arn, region }) =>
    `s3/buckets/${segment(arn.resource)}?${region === undefined ? '' : `region=${segment(region)}&`}tab=permissions`,
  fix: (target) => {
    const named = closeSources(target);
    if (!target.mayBePublic) return named;
    const block = blockPublicAccess(target);
    const isCertain = 'isPublic' in target.finding && target.finding.isPublic;
    return {
      steps: isCertain ? block.steps : [...block.steps, ...named.steps],
      undo: isCertain ? block.undo : [...block.undo, ...named.undo],
      alternatives: [...(isCertain ? named.steps : []), blockWholeAccount(target)],
      warnings: [
        'A public website, or anything else that reads the bucket without credentials, stops working: put CloudFront in front of it first.',
        'The block ends public access only. Grants to named accounts and principals stay: they are in the policy, the ACL or an access point.',
        ...(named.warnings ?? []),
      ],
      rescanNotes: [
        ...(named.rescanNotes ?? []),
        'A block for the whole account is looked at every 6 to 12 hours: until then a rescan that still shows the finding proves nothing.',
      ],
    };
  },
};

function bucketInput(target: Target): Record<string, string> {
  return {
    Bucket: target.arn.resource,
    ...(target.account === undefined ? {} : { ExpectedBucketOwner: target.account }),
  };
}

function blockPublicAccess(target: Target): Fix {
  const { region, beforeFile } = target;
  const call = (operation: string, more: AwsCall['input'] = {}): AwsCall => ({
    service: 's3api',
    operation,
    region,
    input: { ...bucketInput(target), ...more },
  });
  const file = beforeFile.replace('access-', 'public-access-block-');
  return {
    steps: [
      readStep(
        'Keep the public access block as it is, for the undo. NoSuchPublicAccessBlockConfiguration: there is none.',
        {
          ...call('GetPublicAccessBlock'),
          save: { query: 'PublicAccessBlockConfiguration', output: 'json', file },
        },
      ),
      writeStep(
        'Block public access to the bucket: all four flags.',
        call('PutPublicAccessBlock', { PublicAccessBlockConfiguration: ALL_FLAGS }),
      ),
    ],
    undo: [
      writeStep(
        'Put the public access block back as it was.',
        call('PutPublicAccessBlock', { PublicAccessBlockConfiguration: { file } }),
      ),
      writeStep('Or, where there was none, remove it.', call('DeletePublicAccessBlock')),
    ],
  };
}

function blockWholeAccount({ account, region }: Target) {
  return writeStep('Block public access to every bucket of the account at once, now and in future.', {
    service: 's3control',
    operation: 'PutPublicAccessBlock',
    region,
    input: {
      AccountId: account ?? { variable: 'ACCOUNT_ID' },
      PublicAccessBlockConfiguration: ALL_FLAGS,
    },
  });
}

/** Where the finding does not say how the bucket is shared, the policy is the likeliest, then the ACL. */
const UNSAID: readonly FindingSource[] = [{ type: 'POLICY' }, { type: 'BUCKET_ACL' }];

function closeSources(target: Target): Fix {
  const fixes: Fix[] = [];
  const sources = target.sources.length === 0 ? UNSAID : target.sources;
  const types = sources.map(({ type }) => type);
  // A bucket policy that trusts the access points of an account is a bucket policy still.
  if (types.some((type) => type !== 'BUCKET_ACL' && type !== 'S3_ACCESS_POINT'))
    fixes.push(editBucketPolicy(target, sources));
  if (types.includes('BUCKET_ACL')) fixes.push(makeAclPrivate(target));
  for (const { type, detail } of sources) {
    if (type === 'S3_ACCESS_POINT') fixes.push(closeAccessPoint(target, detail?.accessPointArn));
  }
  return {
    steps: fixes.flatMap(({ steps }) => steps),
    undo: fixes.flatMap(({ undo }) => undo),
    warnings: fixes.flatMap(({ warnings }) => warnings ?? []),
    rescanNotes: fixes.flatMap(({ rescanNotes }) => rescanNotes ?? []),
  };
}

function editBucketPolicy(target: Target, sources: readonly FindingSource[]): Fix {
  const input = bucketInput(target);
  const delegated = sources.flatMap(({ type, detail }) =>
    type === 'S3_ACCESS_POINT_ACCOUNT' ? [oneLine(detail?.accessPointAccount ?? 'another account')] : [],
  );
  return {
    ...editPolicy(target, {
      noun: 'bucket policy',
      service: 's3api',
      region: target.region,
      read: { operation: 'GetBucketPolicy', input, query: 'Policy', output: 'text' },
      write: { operation: 'PutBucketPolicy', input, policyMember: 'Policy' },
    }),
    warnings:
      delegated.length === 0
        ? []
        : [
            `The bucket policy leaves access to the access points of account ${delegated.join(', ')} (s3:DataAccessPointAccount): whoever owns that account decides who gets in.`,
          ],
  };
}

function makeAclPrivate(target: Target): Fix {
  const file = target.beforeFile.replace('access-', 'acl-');
  const call = (operation: string, more: AwsCall['input'] = {}): AwsCall => ({
    service: 's3api',
    operation,
    region: target.region,
    input: { ...bucketInput(target), ...more },
  });
  return {
    steps: [
      readStep('Keep the bucket’s ACL as it is, for the undo.', {
        ...call('GetBucketAcl'),
        save: { query: '{Owner: Owner, Grants: Grants}', output: 'json', file },
      }),
      writeStep('Take every grant but the owner’s out of the ACL.', call('PutBucketAcl', { ACL: 'private' })),
    ],
    undo: [writeStep('Put the ACL back as it was.', call('PutBucketAcl', { AccessControlPolicy: { file } }))],
    warnings: [
      'A bucket’s ACL does not cover its objects’ own ACLs. Object ownership BucketOwnerEnforced turns all of them off.',
    ],
  };
}
