import type { Problem } from '../errors/problem.ts';

/** What became of an import: every finding is counted in `imported` or stands in `failed`. */
export interface SecurityHubImport {
  /** Findings that Security Hub took, new or updated. */
  readonly imported: number;
  /** Those that it did not, in the order of the batches. */
  readonly failed: readonly FailedImport[];
  /** One for each batch, in their order. */
  readonly batches: readonly ImportedBatch[];
}

/** A finding that Security Hub did not take. */
export interface FailedImport {
  /** The finding's `Id`. */
  readonly id: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /**
   * Security Hub's own error code; or that of the problem that kept the whole batch out; or `unconfirmed` when the answer
   * does not account for the finding.
   */
  readonly code: string;
  /** Security Hub's own; or that of the problem that kept the batch out or the finding unconfirmed. */
  readonly message: string;
}

/** One call. */
export interface ImportedBatch {
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** Findings of the batch that Security Hub took. */
  readonly imported: number;
  /** Findings of the batch that it did not: each of them stands in the `failed` of the whole import. */
  readonly failed: number;
  /** Why the whole batch failed. */
  readonly problem?: Problem;
}
