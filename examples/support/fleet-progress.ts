import type { FleetProgress } from 'access-analyzer-kit/fleet';

/** One line for each event, to standard error, so that `--json` stays clean. */
export function describeFleetProgress(event: FleetProgress): string {
  switch (event.type) {
    case 'plan': {
      const { accounts, outOfScope, resumedFrom, tasks } = event;
      return [
        `Auditing ${accounts} accounts in ${tasks} tasks${resumedFrom === undefined ? '' : `, going on with the run of ${resumedFrom}`}`,
        ...outOfScope.map(({ account, reason }) => `Out of scope: ${account}, ${reason}`),
      ].join('\n');
    }
    case 'checkpoint':
      return `Checkpoint ${event.problem.name}: ${event.problem.message} (${event.problem.code})`;
    case 'task': {
      const { done, findings, fromCheckpoint, problem, state, task, total } = event;
      return [
        `[${String(done).padStart(String(total).length)}/${total}] ${task}: ${state}`,
        ...(findings === 0 ? [] : [`${findings} active ${findings === 1 ? 'finding' : 'findings'}`]),
        ...(fromCheckpoint ? ['from the checkpoint'] : []),
        ...(problem === undefined ? [] : [problem.message]),
      ].join(', ');
    }
  }
}
