import { linkSignal } from '../clients/link-signal.ts';
import { toProblem } from '../clients/to-problem.ts';
import type { Clients } from '../clients/types.ts';
import { untilAborted } from '../clients/until-aborted.ts';
import { isAccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import type { Problem } from '../errors/problem.ts';
import { collectWith } from '../evidence/collect-evidence.ts';
import type { Evidence } from '../model/evidence.ts';
import { parseAuditTask, taskSettings, type AuditTask } from './audit-task.ts';
import { shareRegionList } from './share-region-list.ts';
import { unreadableEvidence } from './unreadable-evidence.ts';

/**
 * Gives the clients with which a task's account is read. May be asked again for the same account, once for each of its tasks;
 * the same clients for all of them spare calls. What it throws is that task's evidence.
 */
export type ClientsFor = (
  task: AuditTask,
  context: { readonly signal?: AbortSignal | undefined },
) => Clients | PromiseLike<Clients>;

/** Options of {@link runAuditTask}. */
export interface RunAuditTaskOptions {
  /**
   * What `assumeRoles` gave, or a function of your own. What it throws is evidence, but for a wrong option
   * (`INVALID_INPUT`) and a package that is not installed (`MISSING_PEER`).
   */
  readonly clientsFor: ClientsFor;
  /** After an abort nothing is returned of what was read. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Does one task of an audit and returns its evidence. Like `collectEvidence` it does not throw for what AWS answers: when the
 * account cannot be reached at all (a role that cannot be assumed, credentials of another account), that is its evidence.
 *
 * An account whose identity cannot be established is not read: nobody could say whose findings these are.
 *
 * IAM actions of the task's clients: `access-analyzer:GetFindingsStatistics`, `access-analyzer:ListAnalyzers`,
 * `access-analyzer:ListArchiveRules`, `access-analyzer:ListFindings`, `account:ListRegions`.
 *
 * @throws `InvalidInputError` for what is no task; `signal.reason` on an abort.
 * @example
 * ```ts
 * const clientsFor = assumeRoles(createClients(), { roleName: 'access-analyzer-audit' });
 * const evidence = await runAuditTask(task, { clientsFor });
 * ```
 */
export async function runAuditTask(task: AuditTask, options: RunAuditTaskOptions): Promise<Evidence> {
  const checked = parseAuditTask(task);
  const { clientsFor, signal } = options;
  if (typeof clientsFor !== 'function') {
    throw new InvalidInputError('options of runAuditTask', [
      { path: 'clientsFor', found: found(clientsFor), expected: 'a function that returns clients' },
    ]);
  }
  signal?.throwIfAborted();
  // One listener a task on the caller's signal, however many wait within it.
  const link = linkSignal(signal);
  try {
    return await run(checked, clientsFor, link.signal);
  } finally {
    link.unlink();
  }
}

async function run(task: AuditTask, clientsFor: ClientsFor, signal: AbortSignal): Promise<Evidence> {
  let clients: Clients;
  try {
    clients = await untilAborted(Promise.resolve(clientsFor(task, { signal })), signal);
    await clients.identity({ signal });
  } catch (error) {
    signal.throwIfAborted();
    if (isMisuse(error)) throw error;
    return unreadableEvidence(task, problemOf(error));
  }
  const settings = taskSettings(task, signal);
  // A task of all enabled Regions is the only one of its account: whoever does it again wants to know today's.
  if (task.regions === 'enabled') return collectWith(clients, settings);
  return collectWith(clients, { ...settings, listRegions: shareRegionList(task.auditId) });
}

/** What the caller must mend, and no account's own trouble. */
export function isMisuse(error: unknown): boolean {
  return isAccessAnalyzerKitError(error) && (error.code === 'INVALID_INPUT' || error.code === 'MISSING_PEER');
}

function problemOf(error: unknown): Problem {
  const problem = toProblem(error, { operation: 'credentials' });
  // What the SDK's own providers throw, and whatever else stood between us and any credentials.
  return problem.code === 'unexpected' ? { ...problem, code: 'credentials' } : problem;
}
