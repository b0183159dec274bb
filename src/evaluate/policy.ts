import type { FilterInput } from '../model/archive-rule.ts';
import type { AccessLevel } from '../access-levels/access-level.ts';
import type { Severity } from '../risk/severity.ts';
import type { ReasonCode } from './reason.ts';

/** What a fact does to the verdict. `ignore` leaves it out of the status; it is still shown. */
export type Effect = 'FAIL' | 'UNKNOWN' | 'ignore';

/**
 * How a verdict is reached, as data. {@link policies} holds named ones; the default is `strict`. Every other policy's
 * verdict carries `strictStatus` beside its own.
 */
export interface Policy {
  /** Shown in every output. */
  readonly name: string;
  /** What the policy reproduces, from which published source, and where the original can report a false PASS. */
  readonly description?: string | undefined;
  /** An ACTIVE external finding without `error`. CIS asks only for existence and ignores it. */
  readonly activeFindings: 'FAIL' | 'ignore';
  /** Which analyzers' findings count: those of external access, or of every type that was read. */
  readonly analyzers: 'external' | 'all';
  /** A Region in scope without an external analyzer of the wanted zone. */
  readonly missingAnalyzer: Effect;
  /**
   * A Region, analyzer or page that could not be read, or a Region without a record. An account of which no Region is known
   * since nothing could be read is UNKNOWN where this is `ignore`.
   */
  readonly unreadable: Effect;
  /** The only external analyzer of a Region is CREATING, DISABLED, FAILED or of unknown status. */
  readonly inactiveAnalyzer: Effect;
  /** Whether findings of an analyzer that is not ACTIVE count. Strict: `true`, a finding that was seen is never lost. */
  readonly inactiveAnalyzerFindings: boolean;
  /** ACTIVE findings with `error`. */
  readonly errorFindings: Effect;
  /** Findings whose status or type this release does not know. */
  readonly unknownFindings: Effect;
  /** The only external analyzer belongs to another account, or coverage otherwise rests on one that was not read. */
  readonly coveredElsewhere: Effect;
  /** The list of Regions is not proven to be all that the account has enabled. */
  readonly unprovenRegions: Effect;
  /** An analyzer that has not analysed anything yet and is younger than `warmUpHours`. */
  readonly freshAnalyzer: Effect;
  /** Which zone of trust must be covered in each Region. */
  readonly zoneOfTrust: 'either' | 'account' | 'organization';
  /** Hours that a new analyzer is given before silence means "clean". */
  readonly warmUpHours: number;
  /** Whether archived public findings fail the verdict or are only reported. */
  readonly archivedPublic: 'report' | 'fail';
  /** Accesses below this severity do not fail the verdict; they are still shown. */
  readonly minimumSeverity?: Severity | undefined;
  /** Accesses that somebody accepted in writing. */
  readonly exceptions?: readonly PolicyException[] | undefined;
  /** Unread Regions that somebody accepted in writing. */
  readonly acceptedGaps?: readonly AcceptedGap[] | undefined;
  /** What one result of {@link Verdict.results} stands for. */
  readonly granularity: 'account' | 'region' | 'analyzer';
}

/** An access that somebody accepted. It excuses sightings that certainly match, never possible matches. */
export interface PolicyException {
  /** Which findings: as an archive rule's filter. Not empty. */
  readonly filter: FilterInput;
  /** Who answers for it. */
  readonly owner: string;
  /** Why it is accepted, not empty; shown beside each sighting that it excuses. */
  readonly reason: string;
  /** ISO 8601 date or time; after it the exception excuses nothing. Compared with the evidence, never with the clock. */
  readonly expires: string;
  /**
   * The widest level that is excused, from the least: List, Tagging, Read, Write, Permissions. A finding that
   * exceeds it, or has an action that this release does not know, is not excused.
   */
  readonly maxLevel: AccessLevel;
  /** Needed to excuse a finding whose `isPublic` is true or absent. Default false. */
  readonly allowPublic?: boolean | undefined;
}

/** A Region that is known to be unreadable and accepted as such. It is counted as "accepted, not read". */
export interface AcceptedGap {
  /** Twelve digits. */
  readonly account: string;
  /** Its exact name. A reason that concerns the whole account, and so has no Region, is accepted by no gap. */
  readonly region: string;
  /** The reason or problem code that is accepted: `access-denied`, `no-analyzer`. Any other is still UNKNOWN. */
  readonly code: ReasonCode;
  /** Who answers for it, not empty; named in the accepted reason's message. */
  readonly owner: string;
  /** Why it is accepted, not empty; repeated in the accepted reason's message. */
  readonly reason: string;
  /** As {@link PolicyException.expires}. */
  readonly expires: string;
}
