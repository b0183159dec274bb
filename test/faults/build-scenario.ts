import {
  externalFinding,
  type FakeAccount,
  type FakeAnalyzer,
  type FakeFinding,
  type FakeRegion,
  type FakeScenario,
} from '../../src/testing/index.ts';
import type { AccountDraw, AnalyzerDraw, Draw, FindingsDraw, RegionDraw } from './draw.ts';
import { accountId, analyzerName, HOME, isOptIn, ORGANIZATION_ID, OUTSIDER, regionName, STRANGER } from './places.ts';

const HOUR = 3_600_000;
const MOST_PAGES = 8;
const MONTH = 30 * 24 * HOUR;

/** The accounts of a draw as the fake takes them. `start` is when the reading begins. */
export function buildScenario(draw: Draw, start: number): FakeScenario {
  const accounts = draw.accounts.map((account, index) => buildAccount(account, index, start));
  const [management] = accounts;
  return {
    // Somebody else's account, whose credentials are handed out for one of the draw's.
    accounts: [
      ...accounts,
      { id: OUTSIDER, regions: { [HOME]: { analyzers: [{ name: 'external', type: 'ACCOUNT' }] } } },
    ],
    ...(draw.organization && management !== undefined
      ? {
          organization: {
            id: ORGANIZATION_ID,
            managementAccount: management.id,
            accounts: accounts.map(({ id }) => ({ id })),
          },
        }
      : {}),
  };
}

function buildAccount(account: AccountDraw, index: number, start: number): FakeAccount {
  const regions = account.regions.map((region, position): [string, FakeRegion] => [
    regionName(position),
    buildRegion(region, { account: index, region: position, start }),
  ]);
  return {
    id: accountId(index),
    regions: Object.fromEntries(regions),
    showsOrganizationAnalyzers: account.showsOrganizationAnalyzers,
  };
}

interface Place {
  readonly account: number;
  readonly region: number;
  readonly start: number;
}

function buildRegion({ analyzers, deny, optStatus }: RegionDraw, place: Place): FakeRegion {
  return {
    optStatus: isOptIn(regionName(place.region)) ? optStatus : 'ENABLED_BY_DEFAULT',
    deny: deny ?? undefined,
    analyzers: analyzers.map((analyzer, index) => buildAnalyzer(analyzer, index, place)),
  };
}

function buildAnalyzer(analyzer: AnalyzerDraw, index: number, place: Place): FakeAnalyzer {
  const total = analyzer.findings.reduce((sum, { count }) => sum + count, 0);
  const age = analyzer.looked === 'fresh' ? HOUR : MONTH;
  return {
    name: analyzerName(index),
    type: analyzer.type,
    status: analyzer.status,
    createdAt: new Date(place.start - age).toISOString(),
    lastResourceAnalyzedAt: analyzer.looked === 'yes' ? new Date(place.start - HOUR).toISOString() : null,
    // Many findings on tiny pages would only be many requests.
    pageSize: Math.max(analyzer.pageSize, Math.ceil(total / MOST_PAGES)),
    emptyPages: analyzer.emptyPages,
    statistics: analyzer.statistics,
    archiveRules: Array.from({ length: analyzer.rules }, (_, rule) => ({
      ruleName: `rule-${rule}`,
      filter: { resourceType: { eq: ['AWS::SQS::Queue'] } },
    })),
    findings: buildFindings(analyzer, index, place),
  };
}

/** The findings of an analyzer, in the order in which the service lists them. */
function buildFindings(analyzer: AnalyzerDraw, index: number, place: Place): FakeFinding[] {
  const all = analyzer.findings.flatMap(({ count, kind }) => Array.from({ length: count }, () => kind));
  return all.map((kind, number) => ({
    id: `${place.account}-${place.region}-${index}-${number}`,
    ...buildFinding(kind, number, place),
    ...(insidersFinding(analyzer.type, kind) ?? {}),
  }));
}

/** Unused and internal access has a type of finding of its own. */
function insidersFinding(type: string, kind: FindingsDraw['kind']): FakeFinding | undefined {
  if (kind === 'future-type') return undefined;
  if (type.endsWith('_UNUSED_ACCESS')) return { findingType: 'UnusedIAMRole', resourceType: 'AWS::IAM::Role' };
  return type.endsWith('_INTERNAL_ACCESS') ? { findingType: 'InternalAccess' } : undefined;
}

const TYPES = ['AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::KMS::Key', 'AWS::SNS::Topic'] as const;

function buildFinding(kind: FindingsDraw['kind'], number: number, place: Place): FakeFinding {
  const account = accountId(place.account);
  const resourceType = TYPES[number % TYPES.length] ?? 'AWS::S3::Bucket';
  const plain = externalFinding({
    resource: `arn:aws:s3:::bucket-${account}-${place.region}-${number}`,
    resourceType,
    // A member account's resource among those of an organization's analyzer now and then.
    resourceOwnerAccount: number % 3 === 2 ? accountId(place.account + 1) : account,
    principal: { AWS: STRANGER },
    action: ['s3:GetObject'],
  });
  const role: FakeFinding = {
    ...plain,
    resource: `arn:aws:iam::${account}:role/shared-${number}`,
    resourceType: 'AWS::IAM::Role',
    resourceOwnerAccount: account,
    action: ['sts:AssumeRole'],
  };
  switch (kind) {
    case 'cross-account':
      return plain;
    case 'public':
      return { ...plain, principal: { AWS: '*' }, isPublic: true };
    case 'role':
      return role;
    case 'role-archived':
      return { ...role, status: 'ARCHIVED' };
    case 'archived':
      return { ...plain, status: 'ARCHIVED' };
    case 'archived-public':
      return { ...plain, status: 'ARCHIVED', principal: { AWS: '*' }, isPublic: true };
    case 'resolved':
      return { ...plain, status: 'RESOLVED' };
    case 'error':
      return { resource: plain.resource, resourceType, error: 'ACCESS_DENIED' };
    case 'future-resource':
      return { ...plain, resourceType: 'AWS::Future::Thing' };
    case 'future-status':
      return { ...plain, status: 'SNOOZED' };
    case 'future-type':
      return { ...plain, findingType: 'FutureAccess' };
  }
}
