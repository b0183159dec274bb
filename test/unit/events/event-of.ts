/** An event of an external finding, as EventBridge hands it to a Lambda function. An undefined member is left out. */
export function eventOf(
  detail: Readonly<Record<string, unknown>>,
  envelope: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> & { readonly id: string } {
  return {
    version: '0',
    id: '0d079340-135a-c8c6-95c2-41fb8f496c53',
    'detail-type': 'Access Analyzer Finding',
    source: 'aws.access-analyzer',
    account: '111122223333',
    time: '2026-11-21T12:00:00Z',
    region: 'us-west-2',
    resources: ['arn:aws:access-analyzer:us-west-2:111122223333:analyzer/external'],
    ...envelope,
    detail: {
      id: 'f-1',
      accountId: '111122223333',
      region: 'us-west-2',
      resource: 'arn:aws:s3:::reports',
      resourceType: 'AWS::S3::Bucket',
      status: 'ACTIVE',
      isDeleted: false,
      principal: { AWS: '999988887777' },
      action: ['s3:GetObject'],
      condition: {},
      isPublic: false,
      createdAt: '2026-11-20T10:00:00Z',
      analyzedAt: '2026-11-21T10:00:00Z',
      updatedAt: '2026-11-21T10:00:00Z',
      version: '1.0',
      ...detail,
    },
  };
}
