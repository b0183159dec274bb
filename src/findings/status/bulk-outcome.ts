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
  /**
   * Left as they are, or not surely changed, each with the reason. In a dry run: `resolved` and `unknown-status`
   * only.
   */
  readonly refused: readonly RefusedFinding[];
  /** Whether this is what would be: no call that changes anything was made. */
  readonly dryRun: boolean;
}

/** A finding that was left as it is, or may have been. */
export interface RefusedFinding {
  readonly id: string;
  /**
   * `resolved`: the access is gone, and AWS sets no status of such a finding. `unknown-status`: a status that this release does not know.
   * `rejected`: AWS refused it, or the call that it was in. `unconfirmed`: it was sent and may be changed: AWS took it and the finding
   * does not show it yet, AWS's answer never came, or it came after another attempt or from a proxy. `not-attempted`: an error came before it was sent.
   */
  readonly reason: 'resolved' | 'unknown-status' | 'rejected' | 'unconfirmed' | 'not-attempted';
  /** What AWS answered. Set with `rejected`, and only then. */
  readonly problem?: Problem;
}

/** Some findings were changed, or may have been, and then something failed, which is the `cause`. The same call again does the rest. */
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
