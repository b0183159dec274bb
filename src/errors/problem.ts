/**
 * Why something could not be read, as a stable literal.
 *
 * - `access-denied`: AWS refused the caller; `missingAction` names the IAM action, `deniedBy` what refused.
 * - `not-ours`: refused on an organization analyzer that another account owns; expected there.
 * - `throttled`: refused for rate until the attempts were used up.
 * - `region-disabled`: ListRegions says that the Region is not enabled for the account.
 * - `region-unusable`: `UnrecognizedClientException` without that proof: not opted in, or a version-1 session token.
 * - `opt-in-required`: the account is not subscribed to the service.
 * - `credentials`: no credentials, or bad or expired ones.
 * - `account-mismatch`: the credentials belong to another account than expected; nothing was read.
 * - `unknown-account`: the account behind the credentials could not be established.
 * - `network`: DNS failure, refused or reset connection.
 * - `timeout`: no complete answer in time.
 * - `malformed-response`: an answer that is not the API's: HTML, truncated JSON, a bad time stamp.
 * - `repeated-token`: the service handed out the same page token twice; following it would never end.
 * - `not-found`: the thing asked about does not exist, or no longer.
 * - `invalid-request`: the service refused the request as invalid.
 * - `service`: AWS failed (5xx), or an answer of no other class.
 * - `counts-disagree`: a clean list although GetFindingsStatistics counts active findings.
 * - `incomplete-input`: findings that were handed over, not read, and are not known to be all.
 * - `unexpected`: an error inside a task that no other code describes.
 */
export type ProblemCode =
  | 'access-denied'
  | 'not-ours'
  | 'throttled'
  | 'region-disabled'
  | 'region-unusable'
  | 'opt-in-required'
  | 'credentials'
  | 'account-mismatch'
  | 'unknown-account'
  | 'network'
  | 'timeout'
  | 'malformed-response'
  | 'repeated-token'
  | 'not-found'
  | 'invalid-request'
  | 'service'
  | 'counts-disagree'
  | 'incomplete-input'
  | 'unexpected';

/** What refused a denied call, as far as AWS's message tells. */
export type DeniedBy = 'scp' | 'identity' | 'unknown';

/** A fact that could not be read, with its reason and its remedy. Plain JSON; holds no credential. */
export interface Problem {
  /** For programs. A code of a later release is read from evidence as `unexpected`. */
  readonly code: ProblemCode;
  /** The operation that failed, with its service where it is not Access Analyzer's: `ListFindings`, `account:ListRegions`. */
  readonly operation: string;
  /** What happened, where, and what to do: one sentence or two, without control characters, at most 1,000 characters. */
  readonly message: string;
  /** Whether the same read may succeed when repeated without changing anything. */
  readonly retryable: boolean;
  /** The Region that was called or was to be. Absent where the failure is no Region's, such as `account-mismatch`. */
  readonly region?: string;
  /** The account whose credentials were used. */
  readonly account?: string;
  /** AWS's own error name: `AccessDeniedException`. */
  readonly awsError?: string;
  /** AWS's id of the last attempt, for AWS Support. Absent when it had no answer, or one that the SDK took for good. */
  readonly requestId?: string;
  /**
   * Of the last attempt; may be 200 with `malformed-response`. Absent when it had no answer, or one that the SDK took
   * for good.
   */
  readonly httpStatus?: number;
  /** How many attempts were made. */
  readonly attempts?: number;
  /** The IAM action to grant: `access-analyzer:ListFindings`. */
  readonly missingAction?: string;
  /**
   * Read off AWS's message. Set with `access-denied` and `not-ours` only. `identity`: a permissions boundary or
   * session policy too.
   */
  readonly deniedBy?: DeniedBy;
  /** What to do about it, and who can: one sentence. */
  readonly remedy?: string;
}
