import type { Problem } from '../errors/problem.ts';

/**
 * Where changes are written down: the path of a file that only grows, one JSON object a line, or a function that is called
 * with each entry and awaited. Without one, nothing is written down.
 *
 * A file is made for its owner alone (mode 0600), is never followed through a symbolic link, and is written to disk before the
 * call that it announces. What the function throws stops the change.
 */
export type Journal = string | ((entry: JournalEntry) => unknown);

/**
 * What became of a change. `done`: AWS said so. `failed`: AWS refused it, or it was never sent. `unknown`: sent, and nobody knows:
 * an abort, a lost connection, a time-out, an error of the service, a refusal that is not AWS's own (a proxy's), or more than one attempt,
 * of which an earlier one may have got through.
 */
export type JournalResult = 'done' | 'failed' | 'unknown';

/**
 * One entry: written before a change is sent (`before`), and again when it is known what became of it (`after`). An entry `before`
 * without its `after` (a process that was killed) means the same as the result `unknown`.
 */
export interface JournalEntry {
  /** The form of the entry and its version. Stands first on each line of a file. */
  readonly schema: 'access-analyzer-kit/journal@1';
  /** When the entry was made, by the local clock: ISO 8601, UTC, milliseconds. */
  readonly at: string;
  /** The same UUID in both entries of one change. */
  readonly change: string;
  /** `before`: about to be sent. `after`: `result` says what became of it. */
  readonly phase: 'before' | 'after';
  /** AWS's operation, with its service where that is not Access Analyzer: `CreateArchiveRule`, `s3:PutPublicAccessBlock`. */
  readonly operation: string;
  /** Where the call is sent: the analyzer's Region, or the one that the S3 client talks to. */
  readonly region: string;
  /** The account whose resource is changed, when known. */
  readonly account?: string;
  /** What is changed: an analyzer's ARN, a rule's, a bucket's name … */
  readonly target: string;
  /** The option `actor`, else the name of the local user; absent where the system has none. */
  readonly who?: string;
  /** The option `reason`. */
  readonly reason?: string;
  /** The state before the change, as far as it was read. */
  readonly before?: unknown;
  /** The state that the change is to bring about. */
  readonly after?: unknown;
  /** In the entry `after` only. */
  readonly result?: JournalResult;
  /** Why the result is not `done`. Absent after an abort, which has no problem. */
  readonly problem?: Problem;
  /** AWS's id of the request, for a support case and to find it in CloudTrail. */
  readonly requestId?: string;
}
