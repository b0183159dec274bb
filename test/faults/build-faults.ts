import { createHash } from 'node:crypto';
import type { FakeFault, FakeIncoming } from '../../src/testing/index.ts';
import type { CampaignFaultKind, FaultDraw } from './draw.ts';
import { accountId, analyzerName, regionName } from './places.ts';

/**
 * A fault of a draw as the fake takes it. Calls are counted by place and question (account, Region, operation, analyzer,
 * filter), and not by their order over all places, which no seed decides when many are asked at once.
 */
export function buildFault(fault: FaultDraw): FakeFault {
  const { account, kind, operation, region, retryAfterSeconds, status } = fault;
  const common = {
    operation: operation ?? undefined,
    account: account === null ? undefined : accountId(account),
    // A Region means the Access Analyzer of that Region: the other services have one endpoint.
    ...(region === null ? {} : { region: regionName(region), service: 'access-analyzer' as const }),
    ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }),
    status,
    times: Number.POSITIVE_INFINITY,
    when: countedCalls(fault),
  };
  switch (kind) {
    case 'throttle-share':
      return { ...common, kind: 'throttle', when: throttledShare(fault.share) };
    case 'late':
      return { ...common, kind: 'delay', delayMs: 5_000 };
    case 'missing-member':
    case 'null-member':
    case 'future-value':
    case 'bad-time':
      return { ...common, kind: 'change', change: (body) => spoilMember(body, kind, fault.member) };
    default:
      return { ...common, kind };
  }
}

/** Which calls a fault spoils, by its `skip` and `times`. */
function countedCalls({ analyzer, skip, times }: FaultDraw): (request: FakeIncoming) => boolean {
  const name = analyzer === null ? undefined : analyzerName(analyzer);
  const counts = new Map<string, number>();
  return (request) => {
    if (name !== undefined && !isAbout(name, request)) return false;
    const key = questionOf(request);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count > skip && count <= skip + (times ?? Number.POSITIVE_INFINITY);
  };
}

function isAbout(name: string, { input }: FakeIncoming): boolean {
  const { analyzerArn, analyzerName: named } = input;
  if (typeof analyzerArn === 'string') return analyzerArn.endsWith(`/${name}`);
  return named === undefined || named === name;
}

function questionOf({ account, input, operation, region }: FakeIncoming): string {
  const { analyzerArn, analyzerName: name, filter } = input;
  return JSON.stringify([account, region, operation, analyzerArn ?? name, filter]);
}

/** Which attempts of a question are throttled: so large a share of them, by a digest. */
function throttledShare(share: number): (request: FakeIncoming) => boolean {
  const attempts = new Map<string, number>();
  return (request) => {
    const key = questionOf(request);
    const attempt = (attempts.get(key) ?? 0) + 1;
    attempts.set(key, attempt);
    const digest = createHash('sha256').update(`${key}${attempt}`).digest();
    return digest.readUInt32BE(0) / 2 ** 32 < share;
  };
}

/**
 * The members that are spoiled, for each list that an answer may hold. The first one is the list itself. Not among them is what
 * nobody can miss, since the answer is a good one without it: `nextToken` of a page, `error` of a finding.
 */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  findings: [
    'findings',
    'id',
    'status',
    'isPublic',
    'principal',
    'condition',
    'action',
    'resource',
    'resourceType',
    'resourceOwnerAccount',
    'findingType',
    'createdAt',
    'updatedAt',
    'analyzedAt',
  ],
  analyzers: ['analyzers', 'arn', 'name', 'type', 'status', 'createdAt', 'lastResourceAnalyzedAt', 'tags'],
  Regions: ['Regions', 'RegionName', 'RegionOptStatus'],
  archiveRules: ['archiveRules', 'ruleName', 'filter', 'createdAt'],
};

type Spoiling = Extract<CampaignFaultKind, 'missing-member' | 'null-member' | 'future-value' | 'bad-time'>;

type Body = Record<string, unknown>;

function spoilMember(body: Body, kind: Spoiling, choice: number): Body {
  const list = Object.keys(MEMBERS).find((name) => Array.isArray(body[name]));
  if (list === undefined) return body;
  const members = MEMBERS[list] ?? [];
  const items = body[list] as Body[];
  if (kind === 'bad-time') {
    return { ...body, [list]: items.map((item) => ('createdAt' in item ? { ...item, createdAt: 'yesterday' } : item)) };
  }
  const member = members[choice % members.length] ?? list;
  if (kind === 'future-value') return { ...body, [list]: items.map((item) => withFutureValue(item, member)) };
  if (member === list) return kind === 'null-member' ? { ...body, [list]: null } : without(body, list);
  return {
    ...body,
    [list]: items.map((item) => (kind === 'null-member' ? { ...item, [member]: null } : without(item, member))),
  };
}

/** Enumerations alone: another id or ARN would be another thing. */
const ENUMERATIONS = new Set(['status', 'type', 'resourceType', 'findingType', 'RegionOptStatus']);

function withFutureValue(item: Body, member: string): Body {
  return ENUMERATIONS.has(member) && member in item ? { ...item, [member]: 'FUTURE_VALUE' } : item;
}

function without(object: Body, member: string): Body {
  const { [member]: _, ...rest } = object;
  return rest;
}
