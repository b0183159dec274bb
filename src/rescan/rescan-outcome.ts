import type { Problem } from '../errors/problem.ts';
import type { Analyzer } from '../model/analyzer.ts';
import type { Finding } from '../model/finding.ts';

/**
 * What a rescan shows.
 *
 * - `resolved`: AWS has looked again and the access is gone.
 * - `still-active`: AWS has looked again and the access is still there.
 * - `replaced`: the old finding is RESOLVED (an error finding: deleted) and a new one is open on the resource: the access
 *   changed and did not go.
 * - `archived`: hidden and still there: archiving takes no access away.
 * - `error-finding`: AWS could not analyse the resource, so nothing is proven.
 * - `resource-gone`: AWS no longer knows the resource, and no open finding of it is left.
 * - `not-found`: AWS knows neither the resource nor a finding of it, and said so after the scan was asked for: a typing error
 *   or the wrong owner.
 * - `inconclusive`: AWS has looked again, and what it says proves nothing yet: see {@link RescanCause}.
 * - `timed-out`: AWS did not say in time. It says nothing about the access.
 */
export type RescanResult =
  | 'resolved'
  | 'still-active'
  | 'replaced'
  | 'archived'
  | 'error-finding'
  | 'resource-gone'
  | 'not-found'
  | 'inconclusive'
  | 'timed-out';

/**
 * Why a rescan is inconclusive.
 *
 * - `account-public-access-block`: AWS evaluates the account's own S3 public access block every 6 to 12 hours.
 * - `multi-region-access-point`: AWS evaluates those every 6 hours.
 * - `resource-control-policy`: seen with the next periodic scan, within 24 hours.
 * - `finding-not-reanalyzed`: the resource was analysed again, and its finding has not followed yet; or AWS says of the
 *   resource that a finding of it is ACTIVE (or ARCHIVED), and lists none.
 * - `finding-vanished`: an open finding is no longer there, without having been RESOLVED.
 * - `unknown-status`: a status that this release does not know.
 */
export type RescanCause =
  | 'account-public-access-block'
  | 'multi-region-access-point'
  | 'resource-control-policy'
  | 'finding-not-reanalyzed'
  | 'finding-vanished'
  | 'unknown-status';

/** What became of one finding. */
export interface FindingOutcome {
  /** AWS's id. Access that was changed gets a new one. */
  readonly id: string;
  /**
   * Of an ACTIVE finding that is new or was opened again: `replaced` where an earlier one of the resource is, else
   * `still-active`. `timed-out` stands on every finding when AWS did not say in time.
   */
  readonly outcome: RescanResult;
  /** As it was before the scan. Absent for a finding that the scan brought. */
  readonly before?: Finding;
  /** As it is after the scan. Absent when it is no longer there. */
  readonly after?: Finding;
  /** With `inconclusive`. */
  readonly cause?: RescanCause;
}

/** What became of a resource. */
export interface RescanOutcome {
  /** The worst of its findings; `inconclusive` where AWS says that one is not RESOLVED, and lists none. */
  readonly outcome: RescanResult;
  /** The object that was given; for an ARN or a name what GetAnalyzer answered. */
  readonly analyzer: Analyzer;
  /** The analyzer's, which the client talks to. */
  readonly region: string;
  /** As the target named it. */
  readonly resourceArn: string;
  /** Those that were open or archived before, and those that are new; sorted by id. */
  readonly findings: readonly FindingOutcome[];
  /** With `inconclusive`. */
  readonly cause?: RescanCause;
  /** With `inconclusive`, where AWS documents how long it takes: ISO 8601. */
  readonly expectedBy?: string;
  /** When AWS had analysed the resource before and after, by AWS's clock: ISO 8601. */
  readonly analyzedAt: { readonly before?: string; readonly after?: string };
  /** How often AWS was asked whether it has looked. */
  readonly polls: number;
  /** The last thing that went wrong while waiting. */
  readonly problem?: Problem;
}

/** Worst first. What is certainly open, then what nobody knows, then what is certainly closed. */
const WORST_FIRST: readonly RescanResult[] = [
  'still-active',
  'replaced',
  'timed-out',
  'inconclusive',
  'error-finding',
  'not-found',
  'archived',
  'resource-gone',
  'resolved',
];

/**
 * The worst of some results: what may be said of all of them together. Of none it is `inconclusive`: nobody was asked.
 *
 * @example
 * ```ts
 * worstRescanResult(['resolved', 'timed-out']); // 'timed-out'
 * ```
 */
export function worstRescanResult(results: Iterable<RescanResult>): RescanResult {
  const given = new Set(results);
  return WORST_FIRST.find((result) => given.has(result)) ?? 'inconclusive';
}
