import type { Clients } from '../clients/types.ts';
import { compareBy } from '../model/compare.ts';
import { EVIDENCE_SCHEMA, type Evidence, type RegionEvidence } from '../model/evidence.ts';
import { collectSettings, type CollectEvidenceOptions, type CollectSettings } from './collect-evidence-options.ts';
import { readAccount } from './iterate-evidence.ts';

/**
 * Reads an account: its Regions, their analyzers, the ACTIVE findings of those that look outside, and what is hidden. It
 * judges nothing. Whatever could not be read is in the evidence with its reason; nothing that AWS answers makes it
 * throw.
 *
 * Needs the IAM actions in `requiredPermissions.collectEvidence`; without `account:ListRegions` the Regions known to this
 * release are read and the verdict says that they are not proven to be all.
 *
 * IAM actions: `access-analyzer:GetFindingsStatistics`, `access-analyzer:ListAnalyzers`,
 * `access-analyzer:ListArchiveRules`, `access-analyzer:ListFindings`, `account:ListRegions`.
 *
 * @throws {@link InvalidInputError} for a wrong option, naming it; `signal.reason` on an abort.
 * @example
 * ```ts
 * await using clients = createClients();
 * const verdict = evaluate(await collectEvidence(clients));
 * console.log(toSummary(verdict));
 * ```
 */
export async function collectEvidence(clients: Clients, options: CollectEvidenceOptions = {}): Promise<Evidence> {
  return collectWith(clients, collectSettings(options));
}

/** {@link collectEvidence} after its options are checked. */
export async function collectWith(clients: Clients, settings: CollectSettings): Promise<Evidence> {
  const reading = readAccount(clients, settings);
  const regions: RegionEvidence[] = [];
  while (true) {
    const step = await reading.next();
    if (step.done === true) {
      return {
        schema: EVIDENCE_SCHEMA,
        auditId: settings.auditId,
        scopes: [step.value],
        regions: regions.sort(compareBy(({ region }) => region)),
      };
    }
    regions.push(step.value);
  }
}
