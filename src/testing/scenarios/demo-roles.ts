import { analyzeRoleTrust } from '../analysis/index.ts';
import type { FakeFinding, FakeRole } from '../types.ts';
import { DEMO_ACCOUNT, DEMO_OUTSIDERS, daysBefore } from './demo-place.ts';
import { findingId } from './finding-id.ts';

/** Trusted by an outside auditor: every Region's analyzer sees it, and two Regions' were told to accept it. */
const AUDITOR_ROLE: FakeRole = {
  name: 'vendor-audit',
  trustPolicy: trust({
    Principal: { AWS: `arn:aws:iam::${DEMO_OUTSIDERS.auditor}:root` },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': 'acme-2026' } },
  }),
};

/** Assumed by a build service with a web identity. */
const BUILD_ROLE: FakeRole = {
  name: 'github-deploy',
  trustPolicy: trust({
    Principal: {
      Federated: `arn:aws:iam::${DEMO_ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
    },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
      StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/app:ref:refs/heads/*' },
    },
  }),
};

/** Single sign-on of the staff, accepted in every Region. */
const STAFF_ROLE: FakeRole = {
  name: 'staff-sso',
  trustPolicy: trust({
    Principal: { Federated: `arn:aws:iam::${DEMO_ACCOUNT}:saml-provider/acme-directory` },
    Action: 'sts:AssumeRoleWithSAML',
    Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
  }),
};

/** Used by a service alone: no finding. */
const SERVICE_ROLE: FakeRole = {
  name: 'app-task',
  trustPolicy: trust({ Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }),
};

/** The roles of the demonstration. */
export const DEMO_ROLES: readonly FakeRole[] = [AUDITOR_ROLE, BUILD_ROLE, STAFF_ROLE, SERVICE_ROLE];

/** The ARN of the role that is seen in every Region's analyzer. */
export const DEMO_AUDITOR_ROLE_ARN: string = roleArn(AUDITOR_ROLE);

/** Where the auditor's access was accepted. */
export const DEMO_REGIONS_THAT_ACCEPT_THE_AUDITOR: readonly string[] = ['ap-southeast-1', 'ap-southeast-2'];

/** The roles' findings that a Region's analyzer has archived. Those that are active come from the roles themselves. */
export function archivedRoleFindings(region: string, now: Date): FakeFinding[] {
  const roles = DEMO_REGIONS_THAT_ACCEPT_THE_AUDITOR.includes(region) ? [STAFF_ROLE, AUDITOR_ROLE] : [STAFF_ROLE];
  const times = { createdAt: daysBefore(now, 300), updatedAt: daysBefore(now, 298) };
  return roles.flatMap((role) => roleFindings(role, region, { status: 'ARCHIVED', ...times }));
}

/** What an analyzer that stopped long ago last knew of the roles: that nobody outside could use them any more. */
export function outdatedRoleFindings(region: string, now: Date): FakeFinding[] {
  const times = { createdAt: daysBefore(now, 300), updatedAt: daysBefore(now, 50), analyzedAt: daysBefore(now, 50) };
  return DEMO_ROLES.flatMap((role) => roleFindings(role, region, { status: 'RESOLVED', ...times }));
}

function roleFindings(role: FakeRole, region: string, members: FakeFinding): FakeFinding[] {
  const zone = { kind: 'account', accounts: new Set([DEMO_ACCOUNT]), canonicalUserIds: new Set<string>() } as const;
  return analyzeRoleTrust(role, zone).map((access) => ({
    id: findingId('demo', region, role.name),
    resource: roleArn(role),
    resourceType: 'AWS::IAM::Role',
    ...members,
    ...access,
  }));
}

function roleArn(role: FakeRole): string {
  return `arn:aws:iam::${DEMO_ACCOUNT}:role/${role.name}`;
}

function trust(statement: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] };
}
