import { ACCESS_LEVELS, type AccessLevel } from '../access-levels/access-level.ts';
import { classifyAccessLevel } from '../access-levels/classify-access-level.ts';
import { parseArn } from '../model/arn.ts';
import { compareBy, compareStrings, sortedUnique } from '../model/compare.ts';
import { describeCondition } from '../model/describe-condition.ts';
import { describePrincipal } from '../model/describe-principal.ts';
import type { ExternalAccessFinding } from '../model/finding.ts';
import { SEVERITIES } from '../risk/severity.ts';
import { accessId } from './access-id.ts';
import { fingerprint } from './fingerprint.ts';
import type { JudgedSighting } from './sighting.ts';
import type { Access, Sighting } from './verdict.ts';

interface Seen {
  readonly judged: JudgedSighting;
  readonly shown: Sighting;
}

/** Joins the findings that show the same access: an IAM role seen in 17 Regions is one access with 17 sightings. */
export function joinAccesses(sightings: readonly JudgedSighting[], newest: string | undefined): Access[] {
  const groups = new Map<string, Seen[]>();
  for (const judged of sightings) {
    const { place } = judged.tally;
    const id = accessId(judged.finding, { partition: place.partition, account: place.account });
    const seen = { judged, shown: showSighting(judged) };
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [seen]);
    else group.push(seen);
  }
  return [...groups].map(([id, seen]) => toAccess(id, seen, newest)).sort(worstFirst);
}

const sightingOrder = compareBy<Seen>(
  ({ shown }) => shown.account,
  ({ shown }) => shown.region,
  ({ shown }) => shown.analyzer,
  ({ shown }) => shown.findingId,
);

/** Open ones first, then by severity, then public ones, then the older, then by id: the same order every time. */
function worstFirst(left: Access, right: Access): number {
  return (
    Number(right.fails) - Number(left.fails) ||
    Number(right.status === 'ACTIVE') - Number(left.status === 'ACTIVE') ||
    SEVERITIES.indexOf(left.risk.severity) - SEVERITIES.indexOf(right.risk.severity) ||
    Number(right.isPublic === true) - Number(left.isPublic === true) ||
    compareStrings(left.firstSeen ?? '~', right.firstSeen ?? '~') ||
    compareStrings(left.accessId, right.accessId)
  );
}

function showSighting({ tally, finding, excusedBy }: JudgedSighting): Sighting {
  const { analyzer } = tally.evidence;
  return {
    account: tally.place.account,
    region: tally.place.region,
    analyzer: analyzer.arn,
    ...(analyzer.zoneOfTrust === undefined ? {} : { zoneOfTrust: analyzer.zoneOfTrust }),
    findingId: finding.id,
    status: finding.status,
    fingerprint: fingerprint(finding),
    ...(finding.createdAt === undefined ? {} : { createdAt: finding.createdAt }),
    ...(finding.updatedAt === undefined ? {} : { updatedAt: finding.updatedAt }),
    ...(finding.analyzedAt === undefined ? {} : { analyzedAt: finding.analyzedAt }),
    ...(excusedBy === undefined
      ? {}
      : { excused: { owner: excusedBy.owner, reason: excusedBy.reason, expires: excusedBy.expires } }),
  };
}

function toAccess(id: string, seen: readonly Seen[], newest: string | undefined): Access {
  const open = seen.filter(({ judged }) => judged.open);
  const unexcused = open.filter(({ judged }) => judged.excusedBy === undefined);
  // What is open now speaks for the access; where nothing is open, what was seen last.
  const speaking = unexcused.length > 0 ? unexcused : open.length > 0 ? open : seen;
  const latest = newestOf(speaking);
  const { finding, tally } = latest.judged;
  const actions = sortedUnique(speaking.flatMap(({ judged }) => judged.finding.action));
  const { levels, unknown } = classifyAccessLevel(actions);
  const risk = worstRisk(speaking);
  const firstSeen = earliest(seen.map(({ shown }) => shown.createdAt));
  const updatedAt = latestText(seen.map(({ shown }) => shown.updatedAt));
  const ageDays = firstSeen === undefined || newest === undefined ? undefined : wholeDays(firstSeen, newest);
  const owner = finding.resourceOwnerAccount;
  const restriction = finding.resourceControlPolicyRestriction;
  return {
    accessId: id,
    fingerprint: latest.shown.fingerprint,
    status: unexcused.length > 0 ? 'ACTIVE' : open.length > 0 ? 'EXCUSED' : latest.shown.status,
    fails: seen.some(({ judged }) => judged.fails),
    partition:
      (finding.resource === undefined ? undefined : parseArn(finding.resource)?.partition) ?? tally.place.partition,
    ...(finding.resource === undefined ? {} : { resource: finding.resource }),
    resourceType: finding.resourceType,
    ...(owner === undefined ? {} : { resourceOwnerAccount: owner }),
    principal: describePrincipal(finding),
    awsPrincipal: finding.principal,
    conditions: describeCondition(finding),
    actions,
    levels: inOrder(levels),
    unknownActions: unknown,
    isPublic: worstPublic(speaking.map(({ judged }) => judged.finding)),
    sources: finding.sources ?? [],
    ...(restriction === undefined ? {} : { resourceControlPolicyRestriction: restriction }),
    risk,
    ...(firstSeen === undefined ? {} : { firstSeen }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
    ...(ageDays === undefined ? {} : { ageDays }),
    sightings: [...seen].sort(sightingOrder).map(({ shown }) => shown),
  };
}

/** The sighting that changed last; among equals the first in the order of places, so that the input's order has no say. */
function newestOf(seen: readonly Seen[]): Seen {
  return [...seen].sort(sightingOrder).reduce((best, next) => (changedAt(next) > changedAt(best) ? next : best));
}

function changedAt({ shown }: Seen): string {
  return shown.updatedAt ?? shown.createdAt ?? '';
}

function worstRisk(seen: readonly Seen[]): Access['risk'] {
  return [...seen]
    .sort(sightingOrder)
    .map(({ judged }) => judged.risk)
    .reduce((worst, next) => (SEVERITIES.indexOf(next.severity) < SEVERITIES.indexOf(worst.severity) ? next : worst));
}

function worstPublic(findings: readonly ExternalAccessFinding[]): boolean | null {
  if (findings.some(({ isPublic }) => isPublic === true)) return true;
  return findings.every(({ isPublic }) => isPublic === false) ? false : null;
}

function inOrder(levels: readonly AccessLevel[]): AccessLevel[] {
  return ACCESS_LEVELS.filter((level) => levels.includes(level));
}

function earliest(times: readonly (string | undefined)[]): string | undefined {
  return times.filter((time) => time !== undefined).sort(compareStrings)[0];
}

function latestText(times: readonly (string | undefined)[]): string | undefined {
  return times
    .filter((time) => time !== undefined)
    .sort(compareStrings)
    .at(-1);
}

const DAY = 86_400_000;

function wholeDays(from: string, to: string): number {
  return Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / DAY));
}
