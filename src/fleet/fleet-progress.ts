import type { Problem } from '../errors/problem.ts';
import type { Evidence } from '../model/evidence.ts';
import { regionProgress } from '../evidence/progress.ts';
import type { AuditTask } from './audit-task.ts';
import type { CheckpointProblem } from './checkpoint/checkpoint.ts';

/** How far a fleet's audit is: the plan, then each task as it is done; problems of the checkpoint at any time. */
export type FleetProgress = FleetPlanned | FleetTaskDone | FleetCheckpointProblem;

/** It is known what is to be read. Comes once, before any task; only problems of the checkpoint may come before it. */
export interface FleetPlanned {
  readonly type: 'plan';
  /** Of the run that is continued, else as given, else a random UUID. */
  readonly auditId: string;
  /** How many accounts are audited. */
  readonly accounts: number;
  /** How many tasks that makes, those included that an earlier process has done. */
  readonly tasks: number;
  /** Accounts of the organization that are not audited, and why. */
  readonly outOfScope: readonly { readonly account: string; readonly reason: string }[];
  /** When the run that is continued was begun; absent when nothing is. */
  readonly resumedFrom?: string;
}

/** The evidence of a task is complete. */
export interface FleetTaskDone {
  readonly type: 'task';
  /** The `id` of the task: `111122223333`, `111122223333.eu-west-1`. */
  readonly task: string;
  /** Twelve digits. */
  readonly account: string;
  /**
   * `partial`: some of it could not be read, be it the list of the account's Regions. `unreadable`: nothing could, not even an
   * analyzer's name.
   */
  readonly state: 'read' | 'partial' | 'unreadable';
  /** Why, when it is `partial` or `unreadable`: the first reason. */
  readonly problem?: Problem;
  /** ACTIVE findings seen in it, whatever their kind. */
  readonly findings: number;
  /** Whether an earlier process did it. */
  readonly fromCheckpoint: boolean;
  /** Tasks that are done, this one included. */
  readonly done: number;
  /** The same as `tasks` in {@link FleetPlanned}. */
  readonly total: number;
}

/** Something in the checkpoint is not used. */
export interface FleetCheckpointProblem {
  readonly type: 'checkpoint';
  /** It stands in the `checkpointProblems` of the summary too. */
  readonly problem: CheckpointProblem;
}

/** Says how a task went. */
export function taskDone(
  task: AuditTask,
  { regions, scopes }: Evidence,
  count: Pick<FleetTaskDone, 'done' | 'total' | 'fromCheckpoint'>,
): FleetTaskDone {
  const enabled = regions.filter(({ state }) => state !== 'disabled');
  const records = enabled.map((record) => regionProgress(record, count));
  const wanted = scopes.reduce((sum, scope) => sum + scope.regions.length, 0);
  const read = records.filter(({ state }) => state === 'read').length;
  // That nothing proves the list of Regions complete is a loss too: the verdict over it is UNKNOWN.
  const scopeProblem = scopes.find((scope) => scope.problem !== undefined)?.problem;
  const problem = scopeProblem ?? records.find((record) => record.problem !== undefined)?.problem;
  // A Region whose list of analyzers broke off is unreadable, and what came before was read.
  const nothing = enabled.every(({ analyzers, state }) => state === 'unreadable' && analyzers.length === 0);
  return {
    type: 'task',
    task: task.id,
    account: task.account,
    state:
      nothing && (wanted > 0 || problem !== undefined)
        ? 'unreadable'
        : read === wanted && scopeProblem === undefined
          ? 'read'
          : 'partial',
    ...(problem === undefined ? {} : { problem }),
    findings: records.reduce((sum, { findings }) => sum + findings, 0),
    ...count,
  };
}
