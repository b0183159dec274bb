import { manualStep, readStep, writeStep } from '../aws-call.ts';
import type { Fix } from '../resource-unit.ts';
import type { Target } from '../target.ts';
import type { Finding } from '../../model/finding.ts';

/** The steps against unused access, by the type of the finding; undefined for findings of other access. */
export function fixUnusedAccess(target: Target): Fix | undefined {
  return UNITS[target.finding.findingType]?.(target);
}

const UNITS: Readonly<Partial<Record<Finding['findingType'], (target: Target) => Fix>>> = {
  UnusedIAMRole: quarantineRole,
  UnusedIAMUserAccessKey: deactivateAccessKey,
  UnusedIAMUserPassword: removePassword,
  UnusedPermission: followRecommendation,
};

const DENY_ALL = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };
const QUARANTINE = { PolicyName: 'access-analyzer-unused-role' };

/** Denied first, deleted later: a deleted role cannot come back with its id. */
function quarantineRole(target: Target): Fix {
  const role = { RoleName: nameOf(target) };
  return {
    steps: [
      writeStep('Deny the role everything, and wait for whoever misses it before you delete it.', {
        service: 'iam',
        operation: 'PutRolePolicy',
        // The policy is JSON in a string.
        input: { ...role, ...QUARANTINE, PolicyDocument: JSON.stringify(DENY_ALL) },
      }),
    ],
    undo: [
      writeStep('Take the denial away.', {
        service: 'iam',
        operation: 'DeleteRolePolicy',
        input: { ...role, ...QUARANTINE },
      }),
    ],
    warnings: [
      'A role of an AWS service may be used less often than the tracking period: see its description and path.',
    ],
  };
}

function deactivateAccessKey(target: Target): Fix {
  const { finding } = target;
  const details = finding.findingType === 'UnusedIAMUserAccessKey' ? (finding.findingDetails ?? []) : [];
  const keys = details.map(({ unusedIamUserAccessKeyDetails }) => unusedIamUserAccessKeyDetails.accessKeyId);
  const update = (key: string | undefined, status: string) => ({
    service: 'iam' as const,
    operation: 'UpdateAccessKey',
    input: { UserName: nameOf(target), AccessKeyId: key ?? { variable: 'ACCESS_KEY_ID' }, Status: status },
  });
  const each = keys.length === 0 ? [undefined] : keys;
  return {
    steps: [
      ...(keys.length > 0
        ? []
        : [
            readStep('Find the key that was not used: the finding’s details say which.', {
              service: 'iam',
              operation: 'ListAccessKeys',
              input: { UserName: nameOf(target) },
            }),
          ]),
      ...each.map((key) => writeStep('Deactivate the key; delete it when nobody missed it.', update(key, 'Inactive'))),
    ],
    undo: each.map((key) => writeStep('Activate the key again.', update(key, 'Active'))),
  };
}

function removePassword(target: Target): Fix {
  return {
    steps: [
      writeStep('Remove the user’s console password.', {
        service: 'iam',
        operation: 'DeleteLoginProfile',
        input: { UserName: nameOf(target) },
      }),
    ],
    undo: [
      manualStep('Give the user a new password (aws iam create-login-profile): the old one cannot be restored.', true),
    ],
  };
}

function followRecommendation(target: Target): Fix {
  const { analyzer, finding } = target;
  if (analyzer.arn === undefined) {
    return {
      steps: [manualStep('Ask Access Analyzer for a recommendation on this finding, and follow it.')],
      undo: [],
    };
  }
  const input = { analyzerArn: analyzer.arn, id: finding.id };
  const call = { service: 'accessanalyzer' as const, region: analyzer.region, input };
  return {
    steps: [
      writeStep('Have Access Analyzer write policies without what was not used.', {
        ...call,
        operation: 'GenerateFindingRecommendation',
      }),
      readStep('Read what it recommends, a minute later.', { ...call, operation: 'GetFindingRecommendation' }),
      manualStep('Create the recommended policies and detach those that they replace.', true),
    ],
    undo: [manualStep('Attach the former policies again.', true)],
  };
}

/** The name follows the path: `user/team/name`. */
function nameOf({ arn }: Target): string {
  return arn.resource.slice(arn.resource.lastIndexOf('/') + 1);
}
