import type { FakeAnalyzer, FakeFinding } from '../types.ts';
import { DEMO_ACCOUNT, daysBefore } from './demo-place.ts';
import { findingId } from './finding-id.ts';

/** The account's unused-access analyzer, which the rule does not judge, with one finding of each kind and its details. */
export function demoUnusedAccessAnalyzer(now: Date): FakeAnalyzer {
  return {
    name: 'unused-access',
    type: 'ACCOUNT_UNUSED_ACCESS',
    createdAt: daysBefore(now, 200),
    lastResourceAnalyzedAt: daysBefore(now, 0.5),
    configuration: { unusedAccess: { unusedAccessAge: 90 } },
    findings: [
      unused('UnusedIAMRole', 'AWS::IAM::Role', 'role/migration-2024', now, [
        { unusedIamRoleDetails: { lastAccessed: daysBefore(now, 310) } },
      ]),
      unused('UnusedIAMUserAccessKey', 'AWS::IAM::User', 'user/backup-script', now, [
        {
          unusedIamUserAccessKeyDetails: {
            accessKeyId: 'AKIAI44QH8DHBEXAMPLE',
            lastAccessed: daysBefore(now, 402),
          },
        },
      ]),
      unused('UnusedIAMUserPassword', 'AWS::IAM::User', 'user/jane', now, [{ unusedIamUserPasswordDetails: {} }]),
      unused('UnusedPermission', 'AWS::IAM::Role', 'role/app-task', now, [
        {
          unusedPermissionDetails: {
            serviceNamespace: 's3',
            lastAccessed: daysBefore(now, 3),
            actions: [{ action: 'DeleteBucket' }, { action: 'PutBucketPolicy', lastAccessed: daysBefore(now, 220) }],
          },
        },
        { unusedPermissionDetails: { serviceNamespace: 'dynamodb' } },
      ]),
    ],
  };
}

/** What Security Hub makes in us-east-1: an analyzer that nobody but Security Hub can change. */
export function demoServiceLinkedAnalyzer(now: Date): FakeAnalyzer {
  return {
    name: '_AccessAnalyzerForSecurityHub-1a2b3c4d',
    type: 'ACCOUNT_UNUSED_ACCESS',
    managedBy: 'securityhubv2.amazonaws.com',
    createdAt: daysBefore(now, 60),
    lastResourceAnalyzedAt: daysBefore(now, 0.5),
    configuration: { unusedAccess: { unusedAccessAge: 90 } },
    findings: [],
  };
}

function unused(
  findingType: string,
  resourceType: string,
  resource: string,
  now: Date,
  findingDetails: readonly Readonly<Record<string, unknown>>[],
): FakeFinding {
  return {
    id: findingId('demo', 'unused', findingType),
    findingType,
    resourceType,
    resource: `arn:aws:iam::${DEMO_ACCOUNT}:${resource}`,
    status: 'ACTIVE',
    createdAt: daysBefore(now, 100),
    findingDetails,
  };
}
