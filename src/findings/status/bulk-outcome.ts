import { AccessAnalyzerKitError } from '../../errors/access-analyzer-kit-error.ts';
import type { Problem } from '../../errors/problem.ts';

/** What became of each finding that was asked for: every id stands in exactly one list, sorted. */
export interface BulkOutcome {
  /** It was the other way and is so now: read again after the change. In a dry run: what would be changed. */
  readonly changed: readonly string[];
  /** It was so already. */
  readonly already: readonly string[];
  /** AWS has no finding of that id. */
  readonly notFound: readonly string[];
  readonly refused: readonly RefusedFinding[];
  /** Whether this is what would be: no call that changes anything was made. */
  readonly dryRun: boolean;
}

/** A finding that was left as it is, or may have been. */
export interface RefusedFinding {
  readonly id: string;
  /**
   * `resolved`: the access is gone, and AWS sets no status of such a finding. `unknown-status`: a status that this release does not know.
   * `rejected`: AWS refused it. `unconfirmed`: AWS took the change, and the finding does not show it yet. `not-attempted`: an
   * error came before.
   */
  readonly reason: 'resolved' | 'unknown-status' | 'rejected' | 'unconfirmed' | 'not-attempted';
  readonly problem?: Problem;
}

/** Some findings were changed, and then something failed, which is the `cause`. The same call again does the rest. */
export class IncompleteUpdateError extends AccessAnalyzerKitError {
  /** What was done until then. */
  readonly outcome: BulkOutcome;

  constructor(outcome: BulkOutcome, options: { readonly cause: unknown }) {
    const { changed, refused } = outcome;
    const why = options.cause instanceof Error ? options.cause.message : String(options.cause);
    super(
      'INCOMPLETE_CHANGE',
      `${changed.length} findings were changed, ${refused.length} not or not surely: ${why}`,
      options,
    );
    this.outcome = outcome;
  }
}
