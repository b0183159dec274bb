/**
 * The stable code of every error that this library throws. Switch over it rather than over classes or messages: it
 * survives two copies of the package in one process.
 */
export type ErrorCode =
  /** An argument, option or document is not what the function takes. See {@link InvalidInputError}. */
  | 'INVALID_INPUT'
  /** A call to AWS failed for good. See {@link AwsCallError}. */
  | 'AWS_CALL_FAILED'
  /** Two pieces of evidence that cannot be joined without lying: two audits, or an unknown account. */
  | 'EVIDENCE_CONFLICT'
  /** A document of a later version than this release can read. */
  | 'UNSUPPORTED_SCHEMA'
  /** The analyzer belongs to another Region than the client's: refused before any call. */
  | 'REGION_MISMATCH'
  /** The analyzer's type cannot do what was asked (a rescan on an unused-access analyzer, say): refused before any call. */
  | 'WRONG_ANALYZER_TYPE'
  /** The analyzer belongs to an AWS service, which alone can change it: refused before the write. */
  | 'READ_ONLY_ANALYZER'
  /** A write that could hide public access, without `allowPublic: true`. */
  | 'HIDES_PUBLIC_ACCESS'
  /** Something of that name exists and differs. */
  | 'CONFLICT'
  /** More changes planned than `maxChanges` allows. */
  | 'TOO_MANY_CHANGES'
  /** The state is no longer the one that was checked, or left behind to be undone. Nothing was changed. */
  | 'STATE_CHANGED'
  /** A change stopped when a part of it was made, or may have been: the error's `change`, `outcome` or `plan` says what was done. */
  | 'INCOMPLETE_CHANGE'
  /** The journal of changes could not be written; the error's `entry` says how far the change came. */
  | 'JOURNAL_FAILED'
  /** The checkpoint of a fleet's audit could not be begun, so nothing was read. */
  | 'CHECKPOINT_FAILED'
  /** An audit on a queue has no joined evidence: the queue does not hold it, or joining failed. */
  | 'AUDIT_FAILED'
  /** An optional peer dependency is needed and not installed. */
  | 'MISSING_PEER';
