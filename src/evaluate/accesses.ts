import { compareBy } from '../model/compare.ts';
import { present } from '../model/loose.ts';
import type { Writable } from '../model/writable.ts';
import { SEVERITIES } from '../risk/severity.ts';
import { accessDigest, toAccessId } from './access-id.ts';
import type { Case } from './assess.ts';
import { joinFingerprint } from './fingerprint.ts';
import type { ActionsReading, GrantReader } from './grant-reader.ts';
import { identityOf, resourceOwner, saysWhere } from './identity.ts';
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
    const arn = resourceOwner(finding);
    // As the finding tells it by itself, whoever read it: so its fingerprint is the same in every audit.
    const own = accessDigest(identityOf(finding, grant.identity, arn, {}));
    const digest = saysWhere(finding, arn)
      ? own
      : accessDigest(identityOf(finding, grant.identity, arn, { partition, account }));
    const seen = { judged, shown: showSighting(judged, own), partition: arn?.partition ?? partition };
    const group = groups.get(digest);
    if (group === undefined) groups.set(digest, seen);
    else if (Array.isArray(group)) group.push(seen);
    else groups.set(digest, [group, seen]);
  }
  const now = newest === undefined ? Number.NaN : Date.parse(newest);
  // Side by side, as they are sorted; and with forEach, where an iterator would make an object for each.
  const accesses: Access[] = [];
  const times: number[] = [];
  const digests: string[] = [];
  groups.forEach((group, digest) => {
    const seen: SomeSeen = Array.isArray(group) ? group.sort(sightingOrder) : [group];
    const firstSeen = earliest(seen);
    const time = firstSeen === undefined ? Number.NaN : Date.parse(firstSeen);
    accesses.push(toAccess(toAccessId(digest), seen, grants, { firstSeen, days: wholeDays(time, now) }));
    times.push(time);
    digests.push(digest);
  });
  return sortWorstFirst(accesses, { times, digests });
}

const sightingOrder = compareBy<Seen>(
  ({ shown }) => shown.account,
  ({ shown }) => shown.region,
  ({ shown }) => shown.analyzer,
  ({ shown }) => shown.findingId,
);

function showSighting({ tally, finding, grant, excusedBy }: JudgedSighting, digest: string): Sighting {
  const { analyzer } = tally.evidence;
  const shown: Writable<Sighting> = present({
    account: tally.place.account,
    region: tally.place.region,
    analyzer: analyzer.arn,
    zoneOfTrust: analyzer.zoneOfTrust,
    findingId: finding.id,
    status: finding.status,
    fingerprint: joinFingerprint(digest, grant.identity),
    createdAt: finding.createdAt,
    updatedAt: finding.updatedAt,
    analyzedAt: finding.analyzedAt,
  });
  // Few have it, and a gap costs more than a member that is added.
  if (excusedBy !== undefined) {
    shown.excused = { owner: excusedBy.owner, reason: excusedBy.reason, expires: excusedBy.expires };
  }
  return shown;
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
  const access: Writable<Access> = present({
    accessId,
    fingerprint: latest.shown.fingerprint,
    status: status ?? latest.shown.status,
    fails: seen.some(({ judged }) => judged.fails),
    partition: latest.partition,
    resource: finding.resource,
    resourceType: finding.resourceType,
    resourceOwnerAccount: finding.resourceOwnerAccount,
    principal: grant.principal,
    awsPrincipal: finding.principal,
    conditions: grant.conditions,
    actions,
    levels,
    unknownActions: unknown,
    isPublic: worstPublic(speaking),
    sources: grant.sources,
    risk: worstRisk(speaking),
    firstSeen,
    updatedAt: lastUpdate(seen),
    ageDays: Number.isNaN(days) ? undefined : days,
    sightings: seen.map(({ shown }) => shown),
  });
  // As above.
  const { resourceControlPolicyRestriction } = finding;
  if (resourceControlPolicyRestriction !== undefined) {
    access.resourceControlPolicyRestriction = resourceControlPolicyRestriction;
  }
  return access;
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
