import { checkOptions } from '../errors/check-options.ts';
import { hiddenIn } from '../evaluate/hidden-in.ts';
import { proofOfAbsence } from '../evaluate/proof-of-absence.ts';
import { stands } from '../evaluate/stands.ts';
import type { Verdict } from '../evaluate/verdict.ts';
import { checkVerdict } from './check-verdict.ts';
import { earlierAccesses, type EarlierAccess, type PreviousVerdicts } from './earlier-accesses.ts';
import type { OcsfEvent } from './ocsf/ocsf-event.ts';
import { ocsfAccess, ocsfVerdict } from './ocsf/ocsf-events.ts';
import { reportTime } from './report-time.ts';
import { streamParts, writeParts, type ReportWriter, type StreamOptions } from './report-writer.ts';

/** Options of {@link toOcsf}. */
export interface ToOcsfOptions {
  /**
   * The verdict whose events were sent last, or several: an access that stood in one of them is an update now, and is closed
   * when this verdict proves that it is gone.
   */
  readonly previous?: PreviousVerdicts | undefined;
  /**
   * The time of the audit (ISO 8601), used where nothing was read that would tell it.
   *
   * @defaultValue the newest read of the verdict
   */
  readonly at?: string | undefined;
}

/**
 * The verdict as events of OCSF 1.6.0: first a Compliance Finding (2003) with the verdict, whose `unmapped.headline`
 * carries the numbers that every format shows, then an IAM Analysis Finding (2008) for each access, whose
 * `finding_info.uid` is its accessId. UNKNOWN is the compliance status Warning.
 *
 * An access is closed only when a complete read of every account, Region and zone of trust where it was seen proves that
 * it does not stand any more; about one that was not seen and is not proven gone there is no event.
 *
 * @throws `InvalidInputError` for what is no verdict, and when nothing was read and `at` is missing.
 *
 * @example
 * ```ts
 * const lines = toOcsf(verdict, { previous }).map((event) => JSON.stringify(event)).join('\n');
 * ```
 */
export function toOcsf(verdict: Verdict, options: ToOcsfOptions = {}): OcsfEvent[] {
  return writeParts(ocsfWriter(verdict, options), verdict.accesses);
}

/**
 * {@link toOcsf} event by event, for a verdict of any size. What `previous` holds stays in memory.
 *
 * @throws `InvalidInputError` as {@link toOcsf}.
 *
 * @example
 * ```ts
 * for await (const event of streamOcsf(verdict, { previous })) console.log(JSON.stringify(event));
 * ```
 */
export function streamOcsf(
  verdict: Verdict,
  options: ToOcsfOptions & StreamOptions = {},
): AsyncGenerator<OcsfEvent, void> {
  return streamParts(ocsfWriter(verdict, options), options.accesses ?? verdict.accesses);
}

function ocsfWriter(verdict: Verdict, options: ToOcsfOptions): ReportWriter<OcsfEvent> {
  checkVerdict(verdict, 'verdict');
  checkOptions(options, 'options of toOcsf');
  const { previous, at: said } = options;
  const at = reportTime(verdict, said, 'options of toOcsf');
  const earlier = earlierAccesses(previous, verdict);
  const unproven = proofOfAbsence(verdict, verdict, { later: true });
  const context = { auditId: verdict.auditId, at };
  const hidden = hiddenIn(verdict);
  const told = new Set<string>();
  return {
    *head() {
      yield ocsfVerdict(verdict, previous === undefined ? 'Create' : 'Update', at);
    },
    *item(access) {
      const { accessId, status } = access;
      const before = earlier.get(accessId) ?? [];
      if (before.length > 0) told.add(accessId);
      if (stands(access)) {
        const activity = before.length > 0 ? 'Update' : 'Create';
        yield ocsfAccess(access, activity, status === 'EXCUSED' ? 'Suppressed' : 'New', context);
        return;
      }
      // Archived or resolved as far as was read: a Region that was not may still show it open.
      if (before.length === 0 ? unproven(access).length > 0 : !isSettled(before)) return;
      const archived = access.sightings.some((sighting) => sighting.status === 'ARCHIVED') || hidden.shows(access);
      if (!archived) yield ocsfAccess(access, 'Close', 'Resolved', context);
      else yield ocsfAccess(access, before.length > 0 ? 'Update' : 'Create', 'Archived', context);
    },
    *tail() {
      for (const [accessId, before] of earlier) {
        const access = before[0]?.access;
        if (access === undefined || told.has(accessId) || !isSettled(before)) continue;
        const archived = hidden.shows(access);
        yield ocsfAccess(access, archived ? 'Update' : 'Close', archived ? 'Archived' : 'Resolved', context);
      }
    },
  };
}

/** Whether everything that saw it standing leaves no doubt that it does not stand any more. */
function isSettled(before: readonly EarlierAccess[]): boolean {
  return before.every(({ access, doubts }) => doubts(access).length === 0);
}
