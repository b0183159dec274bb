import { checkOptions } from '../../errors/check-options.ts';
import type { AccessAnalyzerClientLike } from '../../clients/client-like.ts';
import { refuseHidingPublicFindings } from '../../filters/refuse-hiding-public.ts';
import type { AnalyzerRef } from '../../model/analyzer.ts';
import type { BulkOutcome } from './bulk-outcome.ts';
import type { BulkOptions, BulkTarget } from './bulk-target.ts';
import { setStatus } from './set-status.ts';

/** Options of {@link archiveFindings}. */
export interface ArchiveFindingsOptions extends BulkOptions {
  /**
   * Whether findings of public access, or of access of which AWS does not say whether it is public, may be archived.
   *
   * @defaultValue false
   */
  readonly allowPublic?: boolean | undefined;
}

/**
 * Archives findings: says that their access is intended. It hides them and takes no access away; a policy that changes later makes a new
 * finding. A resource is expanded to the ids of its findings first, so that one born after the check is not hidden with them.
 *
 * RESOLVED findings are never touched. With one public finding among them (or one of which AWS does not say) nothing is archived at all,
 * unless `allowPublic: true`.
 *
 * IAM actions: `access-analyzer:GetAnalyzer`, `access-analyzer:GetFinding`, `access-analyzer:ListFindings`,
 * `access-analyzer:UpdateFindings`.
 *
 * @throws {@link InvalidInputError} before any call; errors with code `REGION_MISMATCH`, `READ_ONLY_ANALYZER`, `HIDES_PUBLIC_ACCESS` before
 * any change; {@link IncompleteUpdateError} when something fails once a finding was changed or may have been, with what was done;
 * {@link AwsCallError}; `signal.reason` on an abort.
 *
 * @example
 * ```ts
 * const { changed, already, notFound, refused } = await archiveFindings(client, analyzer, [finding.id], {
 *   journal: 'changes.jsonl',
 *   reason: 'agreed with the partner, ticket 4711',
 * });
 * ```
 */
export async function archiveFindings(
  client: AccessAnalyzerClientLike,
  analyzer: AnalyzerRef,
  target: BulkTarget,
  options: ArchiveFindingsOptions = {},
): Promise<BulkOutcome> {
  checkOptions(options);
  const { allowPublic, ...rest } = options;
  return setStatus(
    client,
    { analyzer, target },
    {
      to: 'ARCHIVED',
      guard: (findings) => {
        refuseHidingPublicFindings(findings, { allowPublic, what: 'Archiving these findings' });
      },
    },
    rest,
  );
}
