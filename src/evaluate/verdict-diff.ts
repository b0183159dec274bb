import type { Access, HiddenSummary, RegionVerdict, VerdictStatus } from './verdict.ts';

/**
 * What became of the accesses between two verdicts. Every access that stood before is in exactly one of `changed`,
 * `reopened`, `excused`, `resolved`, `archived`, `gone`, `notSeen` and the count `unchanged`; every one that stands after
 * is in exactly one of `new`, `reopened`, `changed`, `excused` and that count. "Stands": ACTIVE, excused, or of a status
 * that this release does not know. Plain JSON; lists keep the verdicts' order, worst first.
 */
export interface VerdictDiff {
  /**
   * Of the verdict that was given first. Nothing checks that it is the earlier one; a read that is older proves
   * nothing.
   */
  readonly before: ComparedVerdict;
  /** Of the verdict that was given second. */
  readonly after: ComparedVerdict;
  /** Stands now and was not seen before. */
  readonly new: readonly NewAccess[];
  /** Was archived, resolved or excused before, and stands now; one that was not excused before may be now, as its status says. */
  readonly reopened: readonly AccessChange[];
  /** Stood before and stands now, and allows something else: other actions, RCP state or publicness. */
  readonly changed: readonly AccessChange[];
  /** Was open before and is excused by an exception now. */
  readonly excused: readonly AccessChange[];
  /** Seen again, RESOLVED wherever it stood. */
  readonly resolved: readonly AccessChange[];
  /** Archived since: hidden, not gone. */
  readonly archived: readonly ArchivedAccess[];
  /**
   * Not there any more, in a complete later read of every Region and zone of trust where it was seen, without an error finding
   * that may be of its resource.
   */
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
  /** The same in both where one audit was judged twice. Absent when a stream was judged without one. */
  readonly auditId?: string;
  /** Under that verdict's own policy: the two may have been judged by different ones. */
  readonly status: VerdictStatus;
  /** As `Verdict.complete`: false with any unread, missing or unanalyzable part. */
  readonly complete: boolean;
  /** The oldest and the newest read: ISO 8601, UTC, milliseconds. Absent members: nothing was read. */
  readonly asOf: { readonly oldest?: string; readonly newest?: string };
  /** That verdict's `summary.hidden`: the two beside each other tell how much was hidden since. */
  readonly hidden: HiddenSummary;
}

/** An access that was not seen before. */
export interface NewAccess {
  /** As the later verdict shows it. */
  readonly access: Access;
  /**
   * Whether it certainly was not open before: every Region and zone where it is seen now was completely read then, by an analyzer
   * that was at least a day old, and no archived finding that was named showed it.
   */
  readonly proven: boolean;
}

/** An access that both verdicts saw. */
export interface AccessChange {
  /** As the earlier verdict shows it. */
  readonly before: Access;
  /** As the later verdict shows it. */
  readonly after: Access;
  /** In AWS's spelling, sorted. */
  readonly addedActions: readonly string[];
  /**
   * Spelled as in the earlier findings, sorted. Actions are compared as texts without regard to case: what a pattern
   * such as `s3:*` stands for is not worked out.
   */
  readonly removedActions: readonly string[];
}

/** An access that somebody, or an archive rule, has hidden since. */
export interface ArchivedAccess {
  /** As the earlier verdict shows it, when it stood. */
  readonly before: Access;
  /** Absent when it is only known from what is hidden. */
  readonly after?: Access;
}

/** An access that is not there any more. */
export interface GoneAccess {
  /** As the earlier verdict shows it. The later one does not list it. */
  readonly before: Access;
  /** Archived findings that the later verdict counts but does not name could be this one. */
  readonly mayBeArchived: boolean;
}

/** An access that was not seen again, without proof that it is gone. */
export interface NotSeenAccess {
  /**
   * As the earlier verdict shows it. The later one may list it as archived or resolved, seen in some of its places
   * only.
   */
  readonly before: Access;
  /** What the later read lacks to prove it; at least one. */
  readonly unproven: readonly UnprovenSighting[];
}

/**
 * Why the later read of a place proves nothing about an earlier sighting there.
 *
 * - `not-read`: the Region was not completely read, no working analyzer covers it, or AWS could not analyse the resource: an
 *   error finding stands in its place, or one that may be of any resource.
 * - `zone-not-covered`: no analyzer of the sighting's zone of trust covers it now.
 * - `older-read`: it was read before the earlier read, or nobody knows when.
 * - `analyzer-reset`: the analyzer that saw it was made anew, or one of its zone that is less than a day old took its place,
 *   and may not have looked at everything yet.
 * - `sampled`: only a sample of the open findings was kept.
 */
export interface UnprovenSighting {
  /** Where the access was seen earlier; each account, Region and reason comes once. */
  readonly account: string;
  readonly region: string;
  /** Where several apply, the first of them in the order of this type. */
  readonly reason: 'not-read' | 'zone-not-covered' | 'older-read' | 'analyzer-reset' | 'sampled';
}

/** A Region of one account that changed sides between the verdicts. */
export interface RegionChange {
  /** As in ARNs: `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** The account whose credentials read the Region, or were to: twelve digits, or `unknown`. */
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
  /** Absent with `entered-scope`, and only then. */
  readonly before?: RegionVerdict['coverage'];
  /** Absent with `left-scope`, and only then. */
  readonly after?: RegionVerdict['coverage'];
}

/** An analyzer that was deleted and made anew. */
export interface ResetAnalyzer {
  /**
   * Whose credentials read it later, which need not be the owner's: one that several accounts read comes once for each.
   */
  readonly account: string;
  readonly region: string;
  /** Its ARN, the same before and after. */
  readonly analyzer: string;
  /** When the earlier and the later one were made. */
  readonly createdAt: { readonly before: string; readonly after: string };
}
