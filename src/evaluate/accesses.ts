import { compareBy } from '../model/compare.ts';
import type { Writable } from '../model/writable.ts';
import { SEVERITIES } from '../risk/severity.ts';
import { hashAccess } from './access-id.ts';
import type { Case } from './assess.ts';
import { hashFingerprint } from './fingerprint.ts';
import type { ActionsReading, GrantReader } from './grant-reader.ts';
import { identityOf, resourceArn, saysWhere } from './identity.ts';
import type { JudgedSighting } from './sighting.ts';
import type { Access, Sighting } from './verdict.ts';
import { sortWorstFirst } from './worst-first.ts';

interface Seen {
  readonly judged: JudgedSighting;
  readonly shown: Sighting;
  /** From the resource, else where it was read. */
  readonly partition: string;
}

/** Most accesses are seen once: no list is made for those. */
type SeenOnceOrMore = Seen | [Seen, ...Seen[]];
type SomeSeen = readonly [Seen, ...Seen[]];

/** Joins the findings that show the same access: an IAM role seen in 17 Regions is one access with 17 sightings. */
export function joinAccesses(
  sightings: readonly JudgedSighting[],
  { grants, newest }: Pick<Case, 'grants' | 'newest'>,
): Access[] {
  const groups = new Map<string, SeenOnceOrMore>();
  for (const judged of sightings) {
    const { finding, grant, tally } = judged;
    const { partition, account } = tally.place;
    const arn = resourceArn(finding);
    const own = identityOf(finding, grant.identity, arn, {});
    const identity = saysWhere(finding, arn) ? own : identityOf(finding, grant.identity, arn, { partition, account });
    const seen = { judged, shown: showSighting(judged, own), partition: arn?.partition ?? partition };
    const id = hashAccess(identity);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, seen);
    else if (Array.isArray(group)) group.push(seen);
    else groups.set(id, [group, seen]);
  }
  const now = newest === undefined ? Number.NaN : Date.parse(newest);
  const accesses: Access[] = [];
  const times: number[] = [];
  for (const [id, group] of groups) {
    const seen: SomeSeen = Array.isArray(group) ? group.sort(sightingOrder) : [group];
    const firstSeen = earliest(seen);
    const time = firstSeen === undefined ? Number.NaN : Date.parse(firstSeen);
    accesses.push(toAccess(id, seen, grants, { firstSeen, days: wholeDays(time, now) }));
    times.push(time);
  }
  return sortWorstFirst(accesses, times);
}

const sightingOrder = compareBy<Seen>(
  ({ shown }) => shown.account,
  ({ shown }) => shown.region,
  ({ shown }) => shown.analyzer,
  ({ shown }) => shown.findingId,
);

function showSighting({ tally, finding, grant, excusedBy }: JudgedSighting, identity: string): Sighting {
  const { analyzer } = tally.evidence;
  const { createdAt, updatedAt, analyzedAt } = finding;
  // Member by member: a hundred thousand of these are made, and a spread of what may be absent costs ten times as much.
  const shown: Partial<Writable<Sighting>> = {
    account: tally.place.account,
    region: tally.place.region,
    analyzer: analyzer.arn,
  };
  if (analyzer.zoneOfTrust !== undefined) shown.zoneOfTrust = analyzer.zoneOfTrust;
  shown.findingId = finding.id;
  shown.status = finding.status;
  shown.fingerprint = hashFingerprint(identity, grant.identity);
  if (createdAt !== undefined) shown.createdAt = createdAt;
  if (updatedAt !== undefined) shown.updatedAt = updatedAt;
  if (analyzedAt !== undefined) shown.analyzedAt = analyzedAt;
  if (excusedBy !== undefined) {
    shown.excused = { owner: excusedBy.owner, reason: excusedBy.reason, expires: excusedBy.expires };
  }
  return shown as Sighting;
}

/** The sightings come in the order of {@link sightingOrder}, so that the order of the input has no say. */
function toAccess(
  accessId: string,
  seen: SomeSeen,
  grants: GrantReader,
  { firstSeen, days }: { readonly firstSeen: string | undefined; readonly days: number },
): Access {
  const status = seen.some(isUnexcused) ? 'ACTIVE' : seen.some(isOpen) ? 'EXCUSED' : undefined;
  const speaking = speakers(seen, status);
  const latest = speaking.reduce((best, next) => (changedAt(next) > changedAt(best) ? next : best));
  const { finding, grant } = latest.judged;
  const { actions, levels, unknown } = actionsOf(speaking, grants);
  const updatedAt = lastUpdate(seen);
  // Member by member, as above.
  const access: Partial<Writable<Access>> = {
    accessId,
    fingerprint: latest.shown.fingerprint,
    status: status ?? latest.shown.status,
    fails: seen.some(({ judged }) => judged.fails),
    partition: latest.partition,
  };
  if (finding.resource !== undefined) access.resource = finding.resource;
  access.resourceType = finding.resourceType;
  if (finding.resourceOwnerAccount !== undefined) access.resourceOwnerAccount = finding.resourceOwnerAccount;
  access.principal = grant.principal;
  access.awsPrincipal = finding.principal;
  access.conditions = grant.conditions;
  access.actions = actions;
  access.levels = levels;
  access.unknownActions = unknown;
  access.isPublic = worstPublic(speaking);
  access.sources = grant.sources;
  if (finding.resourceControlPolicyRestriction !== undefined) {
    access.resourceControlPolicyRestriction = finding.resourceControlPolicyRestriction;
  }
  access.risk = worstRisk(speaking);
  if (firstSeen !== undefined) access.firstSeen = firstSeen;
  if (updatedAt !== undefined) access.updatedAt = updatedAt;
  if (!Number.isNaN(days)) access.ageDays = days;
  access.sightings = seen.map(({ shown }) => shown);
  return access as Access;
}

/** What is open now speaks for the access; where nothing is open, what was seen last. */
function speakers(seen: SomeSeen, status: 'ACTIVE' | 'EXCUSED' | undefined): SomeSeen {
  if (seen.length === 1 || status === undefined) return seen;
  return seen.filter(status === 'ACTIVE' ? isUnexcused : isOpen) as [Seen, ...Seen[]];
}

function isOpen({ judged }: Seen): boolean {
  return judged.open;
}

function isUnexcused({ judged }: Seen): boolean {
  return judged.open && judged.excusedBy === undefined;
}

function changedAt({ shown }: Seen): string {
  return shown.updatedAt ?? shown.createdAt ?? '';
}

function actionsOf(speaking: SomeSeen, grants: GrantReader): ActionsReading {
  const { actions } = speaking[0].judged.grant;
  if (speaking.every(({ judged }) => judged.grant.actions === actions)) return actions;
  return grants.readActions(speaking.flatMap(({ judged }) => judged.finding.action));
}

function worstRisk(speaking: SomeSeen): Access['risk'] {
  let worst = speaking[0].judged.grant.risk;
  for (const { judged } of speaking) {
    const { risk } = judged.grant;
    if (SEVERITIES.indexOf(risk.severity) < SEVERITIES.indexOf(worst.severity)) worst = risk;
  }
  return worst;
}

function worstPublic(speaking: SomeSeen): boolean | null {
  if (speaking.some(({ judged }) => judged.finding.isPublic === true)) return true;
  return speaking.every(({ judged }) => judged.finding.isPublic === false) ? false : null;
}

function earliest(seen: SomeSeen): string | undefined {
  let best: string | undefined;
  for (const { shown } of seen) {
    if (shown.createdAt !== undefined && (best === undefined || shown.createdAt < best)) best = shown.createdAt;
  }
  return best;
}

function lastUpdate(seen: SomeSeen): string | undefined {
  let best: string | undefined;
  for (const { shown } of seen) {
    if (shown.updatedAt !== undefined && (best === undefined || shown.updatedAt > best)) best = shown.updatedAt;
  }
  return best;
}

const DAY = 86_400_000;

function wholeDays(from: number, to: number): number {
  return Math.max(0, Math.floor((to - from) / DAY));
}
