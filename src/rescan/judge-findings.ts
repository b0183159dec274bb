import { compareBy } from '../model/compare.ts';
import type { Finding } from '../model/finding.ts';
import type { FindingOutcome, RescanCause, RescanResult } from './rescan-outcome.ts';
import type { SlowChange } from './rescan-target.ts';

/** What was known before the scan and is known after it. */
export interface Comparison {
  readonly before: ReadonlyMap<string, Finding>;
  readonly after: ReadonlyMap<string, Finding>;
  /** When AWS analysed the resource after the scan was started. Undefined: AWS no longer knows the resource. */
  readonly analyzedAt: string | undefined;
  readonly changed: SlowChange | undefined;
}

/**
 * What became of each finding that mattered before the scan or matters now, by id. Pure. "Still active" needs AWS's word that it
 * looked at the finding after the scan began; "resolved" needs its word that it looked at the resource, and the status, or
 * for an error finding (which AWS deletes when its cause is repaired) that it is gone.
 */
export function judgeFindings(comparison: Comparison): FindingOutcome[] {
  const { after, before } = comparison;
  const isNew = ({ id }: Finding): boolean => !before.has(id) || before.get(id)?.status === 'RESOLVED';
  const born = [...after.values()].filter((finding) => isNew(finding) && finding.status !== 'RESOLVED');
  const replaces = born.some(({ error, status }) => status === 'ACTIVE' && error === undefined);
  const known = [...before.values()]
    .filter(({ status }) => status !== 'RESOLVED')
    .map((finding) => judgeKnown(finding, comparison, replaces));
  const replaced = known.some(({ outcome }) => outcome === 'replaced');
  return [...known, ...born.map((finding) => judgeBorn(finding, replaced))].sort(compareBy(({ id }) => id));
}

function judgeKnown(before: Finding, comparison: Comparison, replaces: boolean): FindingOutcome {
  const { id } = before;
  const after = comparison.after.get(id);
  const judged = (outcome: RescanResult, cause?: RescanCause): FindingOutcome => ({
    id,
    outcome,
    before,
    ...(after === undefined ? {} : { after }),
    ...(cause === undefined ? {} : { cause }),
  });
  const closed = replaces ? 'replaced' : comparison.analyzedAt === undefined ? 'resource-gone' : 'resolved';
  if (after === undefined) {
    const proven = before.error !== undefined || closed === 'resource-gone';
    return proven ? judged(closed) : judged('inconclusive', 'finding-vanished');
  }
  if (after.status === 'RESOLVED') return judged(closed);
  if (after.status === 'ARCHIVED') return judged('archived');
  if (after.status !== 'ACTIVE') return judged('inconclusive', 'unknown-status');
  if (after.error !== undefined) return judged('error-finding');
  if (!isAnalyzedSince(after, comparison.analyzedAt)) return judged('inconclusive', 'finding-not-reanalyzed');
  const slow = comparison.changed ?? (usesMultiRegionAccessPoint(after) ? 'multi-region-access-point' : undefined);
  return slow === undefined ? judged('still-active') : judged('inconclusive', slow);
}

/** A finding that the scan brought, or opened again. */
function judgeBorn(after: Finding, replaced: boolean): FindingOutcome {
  const judged = (outcome: RescanResult, cause?: RescanCause): FindingOutcome => ({
    id: after.id,
    outcome,
    after,
    ...(cause === undefined ? {} : { cause }),
  });
  if (after.status === 'ARCHIVED') return judged('archived');
  if (after.status !== 'ACTIVE') return judged('inconclusive', 'unknown-status');
  if (after.error !== undefined) return judged('error-finding');
  return judged(replaced ? 'replaced' : 'still-active');
}

/** Canonical time stamps compare as texts. A finding without one proves nothing. */
function isAnalyzedSince({ analyzedAt }: Finding, since: string | undefined): boolean {
  return since !== undefined && analyzedAt !== undefined && analyzedAt >= since;
}

/** A multi-Region access point's ARN names no Region: `arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap`. */
function usesMultiRegionAccessPoint(finding: Finding): boolean {
  if (finding.findingType !== 'ExternalAccess') return false;
  return (finding.sources ?? []).some(({ detail }) =>
    /^arn:[^:]*:s3::[^:]*:accesspoint\//.test(detail?.accessPointArn ?? ''),
  );
}
