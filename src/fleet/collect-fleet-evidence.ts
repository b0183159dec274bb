import { randomUUID } from 'node:crypto';
import { toProblem } from '../clients/to-problem.ts';
import { notify } from '../evidence/progress.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import { compareBy, sortedUnique } from '../model/compare.ts';
import { EVIDENCE_SCHEMA, type Evidence } from '../model/evidence.ts';
import { mergeEvidence } from '../model/merge-evidence.ts';
import { partitionOf } from '../model/partitions.ts';
import { sha256 } from '../model/sha256.ts';
import { fanOut } from '../regions/fan-out.ts';
import { loadCredentialProviders } from './assume-roles.ts';
import type { AuditTask } from './audit-task.ts';
import type { CheckpointProblem } from './checkpoint/checkpoint.ts';
import { directoryCheckpoint } from './checkpoint/directory-checkpoint.ts';
import { openRunCheckpoint, type RunCheckpoint } from './checkpoint/run-checkpoint.ts';
import {
  fleetSettings,
  type CollectFleetEvidenceOptions,
  type FleetSettings,
  type FleetSummary,
} from './collect-fleet-evidence-options.ts';
import { taskDone } from './fleet-progress.ts';
import { isFinished } from './is-finished.ts';
import { isOrganizationsClient, listAccounts, type Organization } from './list-accounts.ts';
import { planAudit } from './plan-audit.ts';
import { isMisuse, runAuditTask } from './run-audit-task.ts';
import { unreadableEvidence } from './unreadable-evidence.ts';
import { addOrganization, tellingAccount } from './with-organization.ts';

/**
 * Audits many accounts and yields the evidence of each task as it completes: an account, or a Region of it when `regions` is a
 * list. Nothing is kept here: merge the parts (`mergeEvidence`), write them down, or add them to a `createEvaluator`.
 *
 * What AWS answers for an account never makes it throw: a role that cannot be assumed is that account's evidence, and the
 * other accounts are read. Accounts that are suspended or closing are named in the evidence and in the returned summary.
 *
 * With a `checkpoint`, a run that was killed and is started again with the same options repeats no finished task: what was saved is
 * yielded first-hand. A task that failed for a reason which may have passed (throttling, the network, credentials) is not finished: it
 * is done again, and joined with what was seen before. A run that came to its end is not continued.
 *
 * Nothing is asked before the first pull, and nothing any more once the consumer stops.
 *
 * IAM actions of the caller: `organizations:ListAccounts` where the accounts are read from Organizations, and `sts:AssumeRole`; of
 * the role in each account: `access-analyzer:GetFindingsStatistics`, `access-analyzer:ListAnalyzers`,
 * `access-analyzer:ListArchiveRules`, `access-analyzer:ListFindings`, `account:ListRegions`.
 *
 * @throws `InvalidInputError` at once for a wrong option; `AwsCallError` when the organization's accounts cannot be
 * listed; `AccessAnalyzerKitError` `CHECKPOINT_FAILED` when the checkpoint cannot be written, `MISSING_PEER` for a package
 * that is not installed; `signal.reason` on an abort.
 * @example
 * ```ts
 * await using clients = createClients();
 * const parts = collectFleetEvidence({
 *   clients,
 *   organization: new OrganizationsClient(clients.clientConfig()),
 *   roleName: 'access-analyzer-audit',
 *   checkpoint: './audit-checkpoint',
 * });
 * const evaluator = createEvaluator([]);
 * for await (const { scopes, regions } of parts) {
 *   for (const scope of scopes) evaluator.addScope(scope);
 *   for (const record of regions) evaluator.add(record);
 * }
 * console.log(toSummary(evaluator.finish()));
 * ```
 */
export function collectFleetEvidence(
  options: CollectFleetEvidenceOptions,
): AsyncGenerator<Evidence, FleetSummary, undefined> {
  return collect(fleetSettings(options));
}

async function* collect(settings: FleetSettings): AsyncGenerator<Evidence, FleetSummary, undefined> {
  const { clientsFor, concurrency, onProgress, signal } = settings;
  signal?.throwIfAborted();
  if (settings.assumesRoles) await prepareRoles(settings);
  const problems: CheckpointProblem[] = [];
  const onProblem = (problem: CheckpointProblem): void => {
    problems.push(problem);
    notify(onProgress, { type: 'checkpoint', problem });
  };
  const organization = await organizationOf(settings);
  const { accounts, outOfScope } = inScope(settings, organization);
  const partition = organization?.partition ?? partitionOf(await settings.clients.homeRegion()).id;
  const checkpoint = await openCheckpoint(settings, accounts, organization, onProblem);
  const auditId = checkpoint?.auditId ?? settings.auditId ?? randomUUID();
  const { reading, regions } = settings;
  const tasks = planAudit({ ...reading, accounts, regions, auditId, partition });
  const telling = organization === undefined ? undefined : tellingAccount(accounts, organization);
  const resumedFrom = checkpoint?.resumedFrom;
  notify(onProgress, {
    ...{ type: 'plan', auditId, accounts: accounts.length, tasks: tasks.length, outOfScope },
    ...(resumedFrom === undefined ? {} : { resumedFrom }),
  });

  const count = { read: 0, partial: 0, unreadable: 0 };
  let done = 0;
  let restored = 0;
  const outcomes = fanOut(tasks, async (task, context) => runTask(task, checkpoint, clientsFor, context.signal), {
    concurrency,
    signal,
  });
  for await (const outcome of outcomes) {
    if (outcome.status === 'rejected' && isMisuse(outcome.reason)) throw outcome.reason;
    const task = outcome.item;
    const { evidence, fromCheckpoint } =
      outcome.status === 'fulfilled'
        ? outcome.value
        : {
            evidence: unreadableEvidence(task, toProblem(outcome.reason, { operation: 'runAuditTask' })),
            fromCheckpoint: false,
          };
    done += 1;
    if (fromCheckpoint) restored += 1;
    const event = taskDone(task, evidence, { done, total: tasks.length, fromCheckpoint });
    count[event.state] += 1;
    notify(onProgress, event);
    yield organization === undefined ? evidence : addOrganization(evidence, { ...organization, outOfScope }, telling);
  }
  await checkpoint?.finish();
  return {
    auditId,
    accounts: accounts.length,
    tasks: tasks.length,
    fromCheckpoint: restored,
    partial: count.partial,
    unreadable: count.unreadable,
    outOfScope,
    checkpointProblems: problems,
  };
}

/** What every account needs: asked once here rather than by all tasks that begin together. Why it fails, each of them says. */
async function prepareRoles({ clients, signal }: FleetSettings): Promise<void> {
  await loadCredentialProviders();
  await clients.identity({ signal }).catch(() => undefined);
  signal?.throwIfAborted();
}

async function runTask(
  task: AuditTask,
  checkpoint: RunCheckpoint | undefined,
  clientsFor: FleetSettings['clientsFor'],
  signal: AbortSignal,
): Promise<{ readonly evidence: Evidence; readonly fromCheckpoint: boolean }> {
  const earlier = await checkpoint?.load(task);
  if (earlier !== undefined && isFinished(earlier)) return { evidence: earlier, fromCheckpoint: true };
  const fresh = await runAuditTask(task, { clientsFor, signal });
  const evidence = earlier === undefined ? fresh : mergeEvidence(earlier, fresh);
  await checkpoint?.save(task, evidence);
  return { evidence, fromCheckpoint: false };
}

async function organizationOf({ organization, signal }: FleetSettings): Promise<Organization | undefined> {
  if (!isOrganizationsClient(organization)) return organization;
  return listAccounts(organization, { signal });
}

/** The accounts that are audited, and the members of the organization that are not. */
function inScope(
  { accounts: chosen }: FleetSettings,
  organization: Organization | undefined,
): { readonly accounts: readonly string[]; readonly outOfScope: FleetSummary['outOfScope'] } {
  if (organization === undefined) return { accounts: sortedUnique(chosen ?? []), outOfScope: [] };
  if (chosen === undefined) return { accounts: organization.accounts, outOfScope: organization.outOfScope };
  const wanted = new Set(chosen);
  // Who names an account that is closing wants to know what becomes of it.
  const closed = organization.outOfScope.filter(({ account }) => !wanted.has(account));
  const others = organization.accounts.filter((account) => !wanted.has(account));
  return {
    accounts: sortedUnique(wanted),
    outOfScope: [...closed, ...others.map((account) => ({ account, reason: 'not chosen for this audit' }))].sort(
      compareBy(({ account }) => account),
    ),
  };
}

async function openCheckpoint(
  settings: FleetSettings,
  accounts: readonly string[],
  organization: Organization | undefined,
  onProblem: (problem: CheckpointProblem) => void,
): Promise<RunCheckpoint | undefined> {
  const { auditId, checkpoint, checkpointMaxAgeMs: maxAgeMs, reading, regions, signal } = settings;
  if (checkpoint === undefined) return undefined;
  const whole = settings.accounts === undefined && organization !== undefined;
  const plan = {
    evidence: EVIDENCE_SCHEMA,
    // An organization gains and loses accounts; the tasks of those that stay are still the same.
    of: whole ? organization.id : accounts,
    regions: regions === 'enabled' ? regions : sortedUnique(regions),
    reading,
  };
  return openRunCheckpoint(typeof checkpoint === 'string' ? directoryCheckpoint(checkpoint) : checkpoint, {
    plan: sha256(canonicalJson(plan)).slice(0, 16),
    auditId,
    newAuditId: () => auditId ?? randomUUID(),
    about: `${whole ? `organization ${organization.id}` : `${accounts.length} accounts`}, ${regions === 'enabled' ? 'all enabled Regions' : `${regions.length} Regions`}`,
    maxAgeMs,
    onProblem,
    signal,
  });
}
