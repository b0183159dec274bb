import { activeKind, isKnownStatus } from '../model/evidence-counter.ts';
import type { AnalyzerEvidence } from '../model/evidence.ts';
import type { ExternalAccessFinding, Finding } from '../model/finding.ts';
import type { Place } from './place.ts';

/** What one analyzer of one place shows, sorted into the kinds that a policy treats apart. */
export interface Tally {
  readonly place: Place;
  readonly evidence: AnalyzerEvidence;
  /** External access findings of any status, error findings apart. */
  readonly external: readonly ExternalAccessFinding[];
  /** ACTIVE error findings of an analyzer whose silence would count. */
  readonly errors: readonly Finding[];
  /** ACTIVE external findings that were counted but not kept (`detail: 'counts'`). */
  readonly unlisted: {
    readonly total: number;
    readonly public: number;
    readonly notPublic: number;
    readonly publicUnknown: number;
  };
  /** How many ACTIVE external findings without error there are, kept or not. */
  readonly active: number;
  readonly errorCount: number;
  readonly unknownStatus: number;
  readonly unknownType: number;
  /** ACTIVE findings of unused and internal access. */
  readonly other: number;
}

/**
 * Sorts an analyzer's findings. Counts and findings are both evidence: where they differ the larger number stands, so
 * that neither a lost finding nor a lost count makes an analyzer look clean.
 */
export function tallyAnalyzer(place: Place, evidence: AnalyzerEvidence): Tally {
  const external: ExternalAccessFinding[] = [];
  const errors: Finding[] = [];
  const listed = { total: 0, public: 0, notPublic: 0, publicUnknown: 0 };
  let unknownStatus = 0;
  let unknownType = 0;
  let other = 0;
  for (const finding of evidence.findings) {
    if (!isKnownStatus(finding.status)) unknownStatus += 1;
    const isActive = finding.status === 'ACTIVE';
    if (finding.error !== undefined) {
      if (isActive) errors.push(finding);
    } else if (finding.findingType === 'ExternalAccess') {
      external.push(finding);
      if (isActive) {
        listed.total += 1;
        listed[publicness(finding)] += 1;
      }
    } else if (isActive) {
      if (activeKind(finding) === 'unknown-type') unknownType += 1;
      else other += 1;
    }
  }
  const { counts } = evidence;
  const beyond = (counted: number, seen: number): number => Math.max(0, counted - seen);
  return {
    place,
    evidence,
    external,
    errors,
    unlisted: {
      total: beyond(counts.activeExternal.total, listed.total),
      public: beyond(counts.activeExternal.public, listed.public),
      notPublic: beyond(counts.activeExternal.notPublic, listed.notPublic),
      publicUnknown: beyond(counts.activeExternal.publicUnknown, listed.publicUnknown),
    },
    active: Math.max(counts.activeExternal.total, listed.total),
    errorCount: Math.max(counts.activeErrors, errors.length),
    unknownStatus: Math.max(counts.unknownStatus, unknownStatus),
    unknownType: Math.max(counts.activeUnknownType, unknownType),
    other: Math.max(counts.activeOther, other),
  };
}

function publicness(finding: ExternalAccessFinding): 'public' | 'notPublic' | 'publicUnknown' {
  return finding.isPublic === undefined ? 'publicUnknown' : finding.isPublic ? 'public' : 'notPublic';
}

/** Whether the analyzer's silence could be taken for "no external access": its errors then matter. */
export function looksOutside(evidence: AnalyzerEvidence): boolean {
  return evidence.analyzer.access === 'external' || evidence.analyzer.access === 'unknown';
}
