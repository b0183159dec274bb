import { actionKey } from '../access-levels/canonical-action.ts';
import { diffRegions, resetAnalyzers } from './diff-regions.ts';
import { hiddenIn } from './hidden-in.ts';
import { proofOfAbsence } from './proof-of-absence.ts';
import { stands } from './stands.ts';
import type { Access, Verdict } from './verdict.ts';
import type {
  AccessChange,
  ArchivedAccess,
  ComparedVerdict,
  GoneAccess,
  NewAccess,
  NotSeenAccess,
  VerdictDiff,
} from './verdict-diff.ts';

/**
 * Compares two verdicts, of one audit or of two. An access is `gone` or `resolved` only when every Region and zone of
 * trust where it was seen was completely read again, not earlier than before, and AWS could analyse its resource; what was not
 * read again is `notSeen`.
 *
 * @example
 * ```ts
 * const { new: added, gone, notSeen } = diffVerdicts(evaluate(lastWeek), evaluate(today));
 * ```
 */
export function diffVerdicts(before: Verdict, after: Verdict): VerdictDiff {
  const later = new Map(after.accesses.map((access) => [access.accessId, access]));
  const fates = followEarlier(before, after, later);
  const earlier = new Map(before.accesses.map((access) => [access.accessId, access]));
  const unprovenBefore = proofOfAbsence(after, before, { later: false });
  const { shows: wasHidden } = hiddenIn(before);
  const added: NewAccess[] = [];
  for (const access of after.accesses) {
    if (!stands(access)) continue;
    const was = earlier.get(access.accessId);
    if (was === undefined) added.push({ access, proven: unprovenBefore(access).length === 0 && !wasHidden(access) });
    else if (!stands(was)) fates.reopened.push(changeOf(was, access));
  }
  return {
    before: compared(before),
    after: compared(after),
    new: added,
    ...fates,
    regions: diffRegions(before, after),
    resetAnalyzers: resetAnalyzers(before, after),
  };
}

interface Fates {
  readonly reopened: AccessChange[];
  readonly changed: AccessChange[];
  readonly excused: AccessChange[];
  readonly resolved: AccessChange[];
  readonly archived: ArchivedAccess[];
  readonly gone: GoneAccess[];
  readonly notSeen: NotSeenAccess[];
  unchanged: number;
}

/** Finds out what became of every access that stood before. */
function followEarlier(before: Verdict, after: Verdict, later: ReadonlyMap<string, Access>): Fates {
  const unproven = proofOfAbsence(before, after, { later: true });
  const hidden = hiddenIn(after);
  const fates: Fates = {
    reopened: [],
    changed: [],
    excused: [],
    resolved: [],
    archived: [],
    gone: [],
    notSeen: [],
    unchanged: 0,
  };
  for (const access of before.accesses) {
    if (!stands(access)) continue;
    const now = later.get(access.accessId);
    if (now !== undefined && stands(now)) {
      followStanding(access, now, fates);
      continue;
    }
    const doubts = unproven(access);
    if (doubts.length > 0) fates.notSeen.push({ before: access, unproven: doubts });
    else if (now?.sightings.some(({ status }) => status === 'ARCHIVED') === true || hidden.shows(access)) {
      fates.archived.push({ before: access, ...(now === undefined ? {} : { after: now }) });
    } else if (now !== undefined) fates.resolved.push(changeOf(access, now));
    else fates.gone.push({ before: access, mayBeArchived: hidden.mayHold(access) });
  }
  return fates;
}

function followStanding(before: Access, after: Access, fates: Fates): void {
  if (before.status === 'EXCUSED' && after.status === 'ACTIVE') fates.reopened.push(changeOf(before, after));
  else if (before.status === 'ACTIVE' && after.status === 'EXCUSED') fates.excused.push(changeOf(before, after));
  else if (allowsOtherwise(before, after)) fates.changed.push(changeOf(before, after));
  else fates.unchanged += 1;
}

/** Another fingerprint speaks for the access, an open sighting has one that none had before, or it became public or not. */
function allowsOtherwise(before: Access, after: Access): boolean {
  if (before.fingerprint !== after.fingerprint || before.isPublic !== after.isPublic) return true;
  const known = new Set(openFingerprints(before));
  return openFingerprints(after).some((fingerprint) => !known.has(fingerprint));
}

function openFingerprints({ sightings }: Access): string[] {
  return sightings.filter(({ status }) => status === 'ACTIVE').map(({ fingerprint }) => fingerprint);
}

function changeOf(before: Access, after: Access): AccessChange {
  return {
    before,
    after,
    addedActions: actionsWithout(after.actions, before.actions),
    removedActions: actionsWithout(before.actions, after.actions),
  };
}

function actionsWithout(actions: readonly string[], without: readonly string[]): string[] {
  const known = new Set(without.map(actionKey));
  return actions.filter((action) => !known.has(actionKey(action)));
}

function compared({ auditId, status, complete, asOf, summary }: Verdict): ComparedVerdict {
  return { ...(auditId === undefined ? {} : { auditId }), status, complete, asOf, hidden: summary.hidden };
}
