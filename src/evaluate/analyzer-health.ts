import type { AnalyzerEvidence } from '../model/evidence.ts';
import { oldestRead } from '../model/oldest-read.ts';
import { hasHadTime } from './has-had-time.ts';
import type { Place } from './place.ts';
import { accountIsKnown } from './place.ts';

/**
 * What an analyzer is worth as coverage.
 *
 * - `healthy`: ACTIVE, fully read, and has had time to look.
 * - `fresh`: has analysed nothing yet and is younger than the warm-up.
 * - `inactive`: CREATING, DISABLED, FAILED or of unknown status.
 * - `unread`: ACTIVE, but its findings were not all read.
 * - `not-ours`: another account's, which refused us: expected.
 */
export type AnalyzerHealth = 'healthy' | 'fresh' | 'inactive' | 'unread' | 'not-ours';

/** Judges one analyzer as coverage. */
export function analyzerHealth(evidence: AnalyzerEvidence, place: Place, warmUpHours: number): AnalyzerHealth {
  if (evidence.state !== 'read') {
    if (evidence.problem?.code === 'not-ours' && !isOwn(evidence, place)) return 'not-ours';
    if (evidence.analyzer.status !== 'ACTIVE') return 'inactive';
    return 'unread';
  }
  if (evidence.analyzer.status !== 'ACTIVE') return 'inactive';
  return isFresh(evidence, place, warmUpHours) ? 'fresh' : 'healthy';
}

/** Whether the analyzer belongs to the account that read it. An unknown account owns nothing for certain. */
export function isOwn(evidence: AnalyzerEvidence, place: Place): boolean {
  return accountIsKnown(place) && evidence.analyzer.account === place.account;
}

/** Whether the analyzer looks at this Region; one of another Region covers nothing here. */
export function isLocal(evidence: AnalyzerEvidence, place: Place): boolean {
  return evidence.analyzer.region === place.region && evidence.analyzer.partition === place.partition;
}

function isFresh({ analyzer }: AnalyzerEvidence, place: Place, warmUpHours: number): boolean {
  if (analyzer.lastResourceAnalyzedAt !== undefined || warmUpHours === 0) return false;
  // Without a creation time nothing shows that it ever looked.
  return place.record === undefined || !hasHadTime(analyzer.createdAt, oldestRead(place.record), warmUpHours);
}
