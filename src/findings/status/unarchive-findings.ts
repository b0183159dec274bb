import type { AccessAnalyzerClientLike } from '../../clients/client-like.ts';
import type { AnalyzerRef } from '../../model/analyzer.ts';
import type { BulkOutcome } from './bulk-outcome.ts';
import type { BulkOptions, BulkTarget } from './bulk-target.ts';
import { setStatus } from './set-status.ts';

/**
 * Makes archived findings ACTIVE again: the undo of {@link archiveFindings}, and of an archive rule, whose deletion brings nothing back. A
 * rule that still matches them may archive them again when it is applied.
 *
 * IAM actions: `access-analyzer:GetAnalyzer`, `access-analyzer:GetFinding`, `access-analyzer:ListFindings`,
 * `access-analyzer:UpdateFindings`.
 *
 * @throws as {@link archiveFindings}, without its guard: this hides nothing.
 *
 * @example
 * ```ts
 * await unarchiveFindings(client, analyzer, { resourceArn: 'arn:aws:s3:::reports' });
 * ```
 */
export async function unarchiveFindings(
  client: AccessAnalyzerClientLike,
  analyzer: AnalyzerRef,
  target: BulkTarget,
  options: BulkOptions = {},
): Promise<BulkOutcome> {
  return setStatus(client, { analyzer, target }, { to: 'ACTIVE', guard: () => undefined }, options);
}
