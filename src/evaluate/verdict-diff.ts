import type { Access, HiddenSummary, RegionVerdict, VerdictStatus } from './verdict.ts';

/**
 * What became of the accesses between two verdicts. Every access that stood before is in exactly one of `changed`,
 * `reopened`, `excused`, `resolved`, `archived`, `gone`, `notSeen` and the count `unchanged`; every one that stands after
 * is in exactly one of `new`, `reopened`, `changed`, `excused` and that count. "Stands": ACTIVE, excused, or of a status
 * that this release does not know. Plain JSON; lists keep the verdicts' order, worst first.
 */
export interface VerdictDiff {
  readonly before: ComparedVerdict;
  readonly after: ComparedVerdict;
  /** Stands now and was not seen before. */
  readonly new: readonly NewAccess[];
  /** Was archived, resolved or excused before, and is open now. */
  readonly reopened: readonly AccessChange[];
  /** Stood before and stands now, and allows something else: other actions, RCP state or publicness. */
  readonly changed: readonly AccessChange[];
  /** Was open before and is excused by an exception now. */
  readonly excused: readonly AccessChange[];
  /** Seen again, RESOLVED wherever it stood. */
  readonly resolved: readonly AccessChange[];
  /** Archived since: hidden, not gone. */
  readonly archived: readonly ArchivedAccess[];
  /** Not there any more, in a complete later read of every Region and zone of trust where it was seen. */
  readonly gone: readonly GoneAccess[];
  /** Not there any more, and nothing proves that it is gone. */
  readonly notSeen: readonly NotSeenAccess[];
  /** How many stood before and stand now, the same. */
  readonly unchanged: number;
  /** Regions that changed sides, ordered by partition, account and Region. */
  readonly regions: readonly RegionChange[];
  /** Analyzers that were made anew under the same ARN: they forgot what was archived and start looking again. */
  readonly resetAnalyzers: readonly ResetAnalyzer[];
}

/** One of the two verdicts of a diff. */
export interface ComparedVerdict {
  readonly auditId?: string;
  readonly status: VerdictStatus;
  readonly complete: boolean;
  readonly asOf: { readonly oldest?: string; readonly newest?: string };
  readonly hidden: HiddenSummary;
}

/** An access that was not seen before. */
export interface NewAccess {
  readonly access: Access;
  /** Whether it certainly was not there before: every Region and zone where it is seen now was completely read then. */
  readonly proven: boolean;
}

/** An access that both verdicts saw. */
export interface AccessChange {
  readonly before: Access;
  readonly after: Access;
  /** In AWS's spelling, sorted. */
  readonly addedActions: readonly string[];
  readonly removedActions: readonly string[];
}

/** An access that somebody, or an archive rule, has hidden since. */
export interface ArchivedAccess {
  readonly before: Access;
  /** Absent when it is only known from what is hidden. */
  readonly after?: Access;
}

/** An access that is not there any more. */
export interface GoneAccess {
  readonly before: Access;
  /** Archived findings that the later verdict counts but does not name could be this one. */
  readonly mayBeArchived: boolean;
}

/** An access that was not seen again, without proof that it is gone. */
export interface NotSeenAccess {
  readonly before: Access;
  /** What the later read lacks to prove it; at least one. */
  readonly unproven: readonly UnprovenSighting[];
}

/**
 * Why the later read of a place proves nothing about an earlier sighting there.
 *
 * - `not-read`: the Region was not completely read, or no working analyzer covers it.
 * - `zone-not-covered`: no analyzer of the sighting's zone of trust covers it now.
 * - `older-read`: it was read before the earlier read, or nobody knows when.
 * - `analyzer-reset`: the analyzer that saw it was made anew, and may not have looked at everything yet.
 * - `sampled`: only a sample of the open findings was kept.
 */
export interface UnprovenSighting {
  readonly account: string;
  readonly region: string;
  readonly reason: 'not-read' | 'zone-not-covered' | 'older-read' | 'analyzer-reset' | 'sampled';
}

/** A Region of one account that changed sides between the verdicts. */
export interface RegionChange {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  /** `entered-scope`, `left-scope`: only one of the verdicts speaks of it. */
  readonly change:
    | 'became-unreadable'
    | 'became-readable'
    | 'became-covered'
    | 'became-uncovered'
    | 'became-disabled'
    | 'became-enabled'
    | 'entered-scope'
    | 'left-scope';
  readonly before?: RegionVerdict['coverage'];
  readonly after?: RegionVerdict['coverage'];
}

/** An analyzer that was deleted and made anew. */
export interface ResetAnalyzer {
  readonly account: string;
  readonly region: string;
  readonly analyzer: string;
  /** When the earlier and the later one were made. */
  readonly createdAt: { readonly before: string; readonly after: string };
}
