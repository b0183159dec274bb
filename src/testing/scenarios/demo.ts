import type { FakeAnalyzer, FakeArchiveRule, FakeRegion, FakeScenario } from '../types.ts';
import { DEFAULT_REGIONS } from './default-regions.ts';
import { DEMO_BUCKETS, DEMO_WEBSITE_BUCKET } from './demo-buckets.ts';
import { demoFindings } from './demo-findings.ts';
import {
  DEMO_ACCOUNT,
  DEMO_DENIED_REGION,
  DEMO_DISABLED_REGION,
  DEMO_OPTED_IN,
  DEMO_STALE_REGION,
  DEMO_UNWATCHED_REGION,
  daysBefore,
} from './demo-place.ts';
import {
  DEMO_AUDITOR_ROLE_ARN,
  DEMO_REGIONS_THAT_ACCEPT_THE_AUDITOR,
  DEMO_ROLES,
  outdatedRoleFindings,
} from './demo-roles.ts';
import { demoServiceLinkedAnalyzer, demoUnusedAccessAnalyzer } from './demo-unused-access.ts';

/** When the demonstration takes place. */
export interface DemoScenarioOptions {
  /**
   * All times are counted back from it; give the fake the same clock.
   *
   * @defaultValue the time of the call
   */
  readonly now?: Date | undefined;
}

/**
 * A grown-up account, 111122223333, with a bit of everything: 20 enabled Regions and one that is not; findings of all seventeen
 * resource types, public, cross-account and federated, some narrowed by conditions, some archived, one an
 * error; a role that seventeen analyzers see and two of them accept; and gaps that no honest verdict passes over: a Region denied
 * by a service control policy, one without an analyzer, one whose only analyzer is DISABLED. The same `now` gives
 * the same scenario.
 *
 * @example
 * ```ts
 * const now = new Date();
 * const fake = createFakeAws(demoScenario({ now }), { now: () => now });
 * ```
 */
export function demoScenario(options: DemoScenarioOptions = {}): FakeScenario {
  const { now = new Date() } = options;
  const enabled = [...DEFAULT_REGIONS, ...DEMO_OPTED_IN].map((name) => [name, demoRegion(name, now)] as const);
  return {
    accounts: [
      {
        id: DEMO_ACCOUNT,
        accessKeys: [{ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', userName: 'auditor' }],
        regions: { ...Object.fromEntries(enabled), [DEMO_DISABLED_REGION]: { optStatus: 'DISABLED' } },
        buckets: DEMO_BUCKETS,
        roles: DEMO_ROLES,
      },
    ],
  };
}

function demoRegion(name: string, now: Date): FakeRegion {
  const optStatus = DEMO_OPTED_IN.includes(name) ? 'ENABLED' : 'ENABLED_BY_DEFAULT';
  if (name === DEMO_UNWATCHED_REGION) return { optStatus, analyzers: [] };
  if (name === DEMO_DENIED_REGION) return { optStatus, deny: 'scp', analyzers: [external(name, now)] };
  if (name === DEMO_STALE_REGION) return { optStatus, analyzers: [staleAnalyzer(name, now)] };
  if (name !== 'us-east-1') return { optStatus, analyzers: [external(name, now)] };
  return {
    optStatus,
    analyzers: [external(name, now), demoUnusedAccessAnalyzer(now), demoServiceLinkedAnalyzer(now)],
  };
}

function external(region: string, now: Date): FakeAnalyzer {
  return {
    name: 'external-access',
    type: 'ACCOUNT',
    createdAt: daysBefore(now, 700),
    lastResourceAnalyzedAt: daysBefore(now, 0.01),
    findings: demoFindings(region, now),
    archiveRules: archiveRules(region, now),
    // AWS may answer an empty page with a token: one Region of the demonstration always does.
    ...(region === 'eu-west-3' ? { emptyPages: 1 } : {}),
  };
}

/** Stopped when the organization withdrew AWS's service access; what it knew is out of date. */
function staleAnalyzer(region: string, now: Date): FakeAnalyzer {
  return {
    name: 'external-access',
    type: 'ACCOUNT',
    status: 'DISABLED',
    statusReason: { code: 'AWS_SERVICE_ACCESS_DISABLED' },
    createdAt: daysBefore(now, 700),
    lastResourceAnalyzedAt: daysBefore(now, 45),
    findings: outdatedRoleFindings(region, now),
  };
}

function archiveRules(region: string, now: Date): FakeArchiveRule[] {
  const times = { createdAt: daysBefore(now, 298), updatedAt: daysBefore(now, 298) };
  const rules: FakeArchiveRule[] = [
    { ruleName: 'single-sign-on', filter: { 'principal.Federated': { contains: ['saml-provider/'] } }, ...times },
  ];
  if (DEMO_REGIONS_THAT_ACCEPT_THE_AUDITOR.includes(region)) {
    rules.push({ ruleName: 'accepted-auditor', filter: { resource: { eq: [DEMO_AUDITOR_ROLE_ARN] } }, ...times });
  }
  if (region === 'us-east-1') {
    const resource = { eq: [`arn:aws:s3:::${DEMO_WEBSITE_BUCKET}`] };
    rules.push({ ruleName: 'public-website', filter: { resource, isPublic: { eq: ['true'] } }, ...times });
  }
  return rules;
}
