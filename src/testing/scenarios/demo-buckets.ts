import type { FakeBucket } from '../types.ts';
import { DEMO_ORGANIZATION, DEMO_OUTSIDERS } from './demo-place.ts';
import { RULE_PAGE_BUCKET } from './rule-page.ts';

/** A public web site that somebody accepted: its finding is archived. */
export const DEMO_WEBSITE_BUCKET = 'acme-public-website';

/** The buckets of the demonstration. Their findings come from what their policies and ACLs really grant. */
export const DEMO_BUCKETS: readonly FakeBucket[] = [
  { ...RULE_PAGE_BUCKET, region: 'us-east-1' },
  {
    name: 'acme-partner-exchange',
    region: 'eu-west-1',
    policy: policy('acme-partner-exchange', {
      Principal: { AWS: `arn:aws:iam::${DEMO_OUTSIDERS.partner}:root` },
      Action: ['s3:GetObject', 's3:ListBucket', 's3:PutObject'],
    }),
  },
  {
    name: 'acme-build-artifacts',
    region: 'eu-central-1',
    policy: policy('acme-build-artifacts', {
      Principal: '*',
      Action: ['s3:GetObject', 's3:ListBucket'],
      Condition: { StringEquals: { 'aws:PrincipalOrgID': DEMO_ORGANIZATION } },
    }),
  },
  {
    name: 'acme-warehouse',
    region: 'us-west-2',
    policy: policy('acme-warehouse', {
      Principal: '*',
      Action: 's3:GetObject',
      Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d5e6f70819' } },
    }),
  },
  {
    name: 'acme-press-photos',
    region: 'eu-west-2',
    acl: {
      grants: [
        {
          grantee: { type: 'Group', uri: 'http://acs.amazonaws.com/groups/global/AllUsers' },
          permission: 'READ',
        },
      ],
    },
  },
  {
    name: 'acme-analytics',
    region: 'us-east-2',
    policy: policy('acme-analytics', {
      Principal: '*',
      Action: ['s3:GetObject', 's3:ListBucket'],
      Condition: { StringEquals: { 's3:DataAccessPointAccount': '111122223333' } },
    }),
    accessPoints: [
      {
        name: 'contractor-reports',
        policy: {
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${DEMO_OUTSIDERS.contractor}:role/report-reader` },
            Action: 's3:GetObject',
            Resource: 'arn:aws:s3:us-east-2:111122223333:accesspoint/contractor-reports/object/*',
          },
        },
      },
    ],
  },
  {
    name: DEMO_WEBSITE_BUCKET,
    region: 'us-east-1',
    policy: policy(DEMO_WEBSITE_BUCKET, { Principal: '*', Action: 's3:GetObject' }),
  },
  {
    name: 'acme-payroll',
    region: 'us-east-1',
    publicAccessBlock: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  },
];

function policy(bucket: string, statement: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const resources = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement, Resource: resources }] };
}
