import { makeProblem } from '../clients/to-problem.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { groupByKey } from '../model/group-by-key.ts';
import { EVIDENCE_SCHEMA, type Evidence, type OrganizationScope, type Scope } from '../model/evidence.ts';
import { mergeEvidence } from '../model/merge-evidence.ts';
import type { AuditTask } from './audit-task.ts';
import { withOrganization } from './with-organization.ts';

/** Options of {@link mergeAudit}. */
export interface MergeAuditOptions {
  /** What `listAccounts` gave. */
  readonly organization?: (OrganizationScope & { readonly managementAccount?: string | undefined }) | undefined;
}

/**
 * Joins the evidence of an audit's tasks, in any order and with repetitions, and holds it against the plan: a task that left no
 * evidence (a lost message, a worker that died for good) is in the scope and not read, so the verdict is not a PASS.
 *
 * @throws `AccessAnalyzerKitError` `EVIDENCE_CONFLICT` for evidence of another audit; `InvalidInputError` without a task.
 * @example
 * ```ts
 * const evidence = mergeAudit(tasks, await Promise.all(tasks.map((task) => runAuditTask(task, { clientsFor }))));
 * ```
 */
export function mergeAudit(
  tasks: readonly AuditTask[],
  evidence: readonly Evidence[],
  { organization }: MergeAuditOptions = {},
): Evidence {
  if (tasks.length === 0) {
    throw new InvalidInputError('tasks', [{ path: '', found: found(tasks), expected: 'at least one task' }]);
  }
  const scopes = groupByKey(
    evidence.flatMap((part) => part.scopes),
    ({ account }) => account,
  );
  const lost = tasks.filter((task) => !isDone(task, scopes.get(task.account) ?? [])).map(lostEvidence);
  const whole = mergeAll([...evidence, ...lost]);
  return organization === undefined ? whole : withOrganization(whole, organization);
}

/** A call takes only so many arguments, and large audits have more parts. */
const PARTS_A_CALL = 10_000;

function mergeAll(parts: readonly Evidence[]): Evidence {
  if (parts.length <= PARTS_A_CALL) return mergeEvidence(...parts);
  const joined: Evidence[] = [];
  for (let start = 0; start < parts.length; start += PARTS_A_CALL) {
    joined.push(mergeEvidence(...parts.slice(start, start + PARTS_A_CALL)));
  }
  return mergeAll(joined);
}

function isDone({ regions }: AuditTask, scopes: readonly Scope[]): boolean {
  return scopes.some((scope) =>
    regions === 'enabled'
      ? scope.source !== 'selected'
      : regions.every((region) => scope.regions.includes(region) || scope.disabled.includes(region)),
  );
}

/** A Region without a record is not collected; an account whose Regions nobody knows has the problem itself. */
function lostEvidence({ account, auditId, id, partition, regions }: AuditTask): Evidence {
  const problem = makeProblem('unexpected', `task ${id} left no evidence: it was lost, or failed for good`, {
    operation: 'runAuditTask',
  });
  const scope: Scope =
    regions === 'enabled'
      ? { partition, account, source: 'static', regions: [], disabled: [], problem }
      : { partition, account, source: 'selected', regions, disabled: [], problem };
  return { schema: EVIDENCE_SCHEMA, auditId, scopes: [scope], regions: [] };
}
