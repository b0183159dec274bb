import type { ProblemCode } from '../errors/problem.ts';

/**
 * Why a verdict is what it is. Problem codes stand for what could not be read; the others are:
 *
 * - `active-findings`: accesses that are open now.
 * - `archived-public`: archived public findings, under a policy that fails them.
 * - `no-analyzer`: a Region without an external analyzer (of the wanted zone of trust).
 * - `analyzer-not-active`: the only one is CREATING, DISABLED, FAILED or of unknown status.
 * - `analyzer-not-ready`: the only one is new and has not analysed anything yet.
 * - `covered-elsewhere`: the only one belongs to another account and was not credited.
 * - `error-findings`: resources that AWS could not analyse.
 * - `unknown-status`, `unknown-finding-type`: findings that this release cannot judge.
 * - `not-collected`: a Region of the scope without a record.
 * - `not-read`: an external analyzer that was skipped.
 * - `unproven-regions`: nothing proves that the Regions read are all that the account has enabled.
 * - `no-regions`: nothing was read at all.
 * - `expired`: an exception or an accepted gap that no longer counts (a warning).
 * - `no-result`: the policy judges nothing here (no analyzer, say), and nothing is not a pass.
 */
export type ReasonCode =
  | ProblemCode
  | 'active-findings'
  | 'archived-public'
  | 'no-analyzer'
  | 'analyzer-not-active'
  | 'analyzer-not-ready'
  | 'covered-elsewhere'
  | 'error-findings'
  | 'unknown-status'
  | 'unknown-finding-type'
  | 'not-collected'
  | 'not-read'
  | 'unproven-regions'
  | 'no-regions'
  | 'expired'
  | 'no-result';

/** One reason for a verdict's status, or a warning beside it. */
export interface Reason {
  /** For programs; `message` is for people. */
  readonly code: ReasonCode;
  /** What it does to the status under the policy. `accepted`: an accepted gap; `warning`: worth knowing, no effect. */
  readonly effect: 'FAIL' | 'UNKNOWN' | 'accepted' | 'warning';
  /** Twelve digits, or `unknown`. What has none (an expired exception, `no-result`) gets the first scope's. */
  readonly account: string;
  /** Absent when it concerns the whole account. */
  readonly region?: string;
  /** The analyzer's ARN, when it concerns one. */
  readonly analyzer?: string;
  /** How many findings or things, when counted. */
  readonly count?: number;
  /** One or two sentences for people. */
  readonly message: string;
  /** What to do about it, and who can. */
  readonly remedy?: string;
}
