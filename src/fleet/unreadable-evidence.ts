import type { Problem } from '../errors/problem.ts';
import { sortedUnique } from '../model/compare.ts';
import { EVIDENCE_SCHEMA, type Evidence } from '../model/evidence.ts';
import type { AuditTask } from './audit-task.ts';

/** The evidence of a task of which nothing could be read, and why: the account stays in the audit, and is UNKNOWN. */
export function unreadableEvidence(task: AuditTask, problem: Problem): Evidence {
  const { account, auditId, partition } = task;
  // A task that was made by hand may name a Region twice: two records of one Region are no evidence.
  const regions = task.regions === 'enabled' ? [] : sortedUnique(task.regions);
  const collectedAt = new Date().toISOString();
  return {
    schema: EVIDENCE_SCHEMA,
    auditId,
    scopes: [
      {
        ...{ partition, account, source: task.regions === 'enabled' ? 'static' : 'selected' },
        ...{ regions, disabled: [], problem },
      },
    ],
    regions: regions.map((region) => ({
      ...{ partition, account, region, collectedAt },
      ...{ state: 'unreadable', problem, analyzers: [] },
    })),
  };
}
