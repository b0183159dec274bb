import { toProblem } from '../clients/to-problem.ts';
import type { Clients } from '../clients/types.ts';
import type { RegionEvidence, Scope } from '../model/evidence.ts';
import { fanOut } from '../regions/fan-out.ts';
import { watchCredentials, type AuditContext, type CredentialWatch } from './audit-context.ts';
import { collectSettings, type CollectEvidenceOptions, type CollectSettings } from './collect-evidence-options.ts';
import { createHeadStart, type HeadStart } from './head-start.ts';
import { listRegion, type ListedRegion } from './list-region.ts';
import { notify, regionProgress } from './progress.ts';
import { disabledRegion, readRegion, unreadableRegion } from './read-region.ts';
import { resolveScope } from './resolve-scope.ts';

/** Options of {@link iterateEvidence}: those of {@link collectEvidence}. */
export type IterateEvidenceOptions = Omit<CollectEvidenceOptions, 'auditId'>;

/**
 * Reads an account's evidence and yields the record of each Region as it completes, the disabled Regions first. What AWS
 * answers never makes it throw: it is in the records.
 *
 * What was to be read is the generator's return value, and comes with the first event of `onProgress`, so that a
 * `createEvaluator` knows about a Region whose record never came.
 *
 * Regions are read at once; how many requests are in flight is the clients' `concurrency`. Clients that have read the account
 * before list its analyzers while ListRegions is under way, in the Regions of the last time; what is read is decided by this
 * time's ListRegions alone. Nothing is asked before the first pull, and nothing any more once the consumer stops.
 *
 * IAM actions: `access-analyzer:GetFindingsStatistics`, `access-analyzer:ListAnalyzers`,
 * `access-analyzer:ListArchiveRules`, `access-analyzer:ListFindings`, `account:ListRegions`.
 *
 * @throws {@link InvalidInputError} at once for a wrong option; `signal.reason` on an abort.
 * @example
 * ```ts
 * for await (const record of iterateEvidence(clients)) console.log(record.region, record.state);
 * ```
 */
export function iterateEvidence(
  clients: Clients,
  options: IterateEvidenceOptions = {},
): AsyncGenerator<RegionEvidence, Scope, undefined> {
  return readAccount(clients, collectSettings(options));
}

/** {@link iterateEvidence} after its options are checked. */
export async function* readAccount(
  clients: Clients,
  settings: CollectSettings,
): AsyncGenerator<RegionEvidence, Scope, undefined> {
  settings.signal?.throwIfAborted();
  const credentials = watchCredentials();
  const headStart = createHeadStart(clients, settings, credentials);
  try {
    return yield* readWithHeadStart(clients, settings, credentials, headStart);
  } finally {
    headStart.stop();
  }
}

async function* readWithHeadStart(
  clients: Clients,
  settings: CollectSettings,
  credentials: CredentialWatch,
  headStart: HeadStart,
): AsyncGenerator<RegionEvidence, Scope, undefined> {
  const { onProgress, signal } = settings;
  const { knownAccount, outcome, scope } = await resolveScope(clients, settings, credentials, headStart);
  const { account, disabled, partition, problem, regions } = scope;
  const context = { settings, partition, account, knownAccount, credentials, signal };
  const failed = outcome === 'failed' && problem !== undefined ? problem : undefined;
  const total = outcome === 'refused' ? 0 : disabled.length + regions.length;
  let done = 0;
  const report = (record: RegionEvidence): RegionEvidence => {
    done += 1;
    notify(onProgress, regionProgress(record, { done, total }));
    return record;
  };

  notify(onProgress, { type: 'regions', account, scope, total });
  if (outcome === 'refused') return scope;
  for (const region of disabled) yield report(disabledRegion(region, context));
  if (failed !== undefined) {
    for (const region of regions) yield report(unreadableRegion(region, failed, context));
    return scope;
  }
  const list = async (region: string, ofRegion: AuditContext): Promise<ListedRegion> =>
    headStart.take(region) ?? listRegion(clients, region, ofRegion);
  yield* readRegions(regions, list, context, report);
  return credentials.failure === undefined ? scope : { ...scope, problem: credentials.failure };
}

async function* readRegions(
  regions: readonly string[],
  list: (region: string, context: AuditContext) => Promise<ListedRegion>,
  context: AuditContext,
  report: (record: RegionEvidence) => RegionEvidence,
): AsyncGenerator<RegionEvidence, void, undefined> {
  const read = async (region: string, ofRegion: AuditContext): Promise<RegionEvidence> =>
    readRegion(await list(region, ofRegion), region, ofRegion);
  const outcomes = fanOut(regions, async (region, { signal }) => read(region, { ...context, signal }), {
    // Requests are limited, not Regions: one that waits for its turn or for a retry must not keep another from beginning.
    concurrency: Number.POSITIVE_INFINITY,
    signal: context.signal,
  });
  for await (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') yield report(outcome.value);
    else {
      const { item: region, reason } = outcome;
      const place = { operation: 'ListAnalyzers', region, account: context.knownAccount };
      yield report(unreadableRegion(region, toProblem(reason, place), context));
    }
  }
}
