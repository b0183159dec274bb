import type { Problem } from '../errors/problem.ts';
import type { Evidence } from '../model/evidence.ts';
import { regionProgress } from '../evidence/progress.ts';
import type { AuditTask } from './audit-task.ts';
import type { CheckpointProblem } from './checkpoint/checkpoint.ts';

/** How far a fleet's audit is: first the plan, then each task as it is done. */
export type FleetProgress = FleetPlanned | FleetTaskDone | FleetCheckpointProblem;

/** It is known what is to be read. Comes first, and once. */
export interface FleetPlanned {
  readonly type: 'plan';
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
  readonly task: string;
  readonly account: string;
  /** `partial`: some of it could not be read. `unreadable`: nothing could. */
  readonly state: 'read' | 'partial' | 'unreadable';
  /** Why, when it is `partial` or `unreadable`: the first reason. */
  readonly problem?: Problem;
  /** ACTIVE findings seen in it, whatever their kind. */
  readonly findings: number;
  /** Whether an earlier process did it. */
  readonly fromCheckpoint: boolean;
  /** Tasks that are done, this one included. */
  readonly done: number;
  readonly total: number;
}

/** Something in the checkpoint is not used. */
export interface FleetCheckpointProblem {
  readonly type: 'checkpoint';
  readonly problem: CheckpointProblem;
}

/** Says how a task went. */
export function taskDone(
  task: AuditTask,
  { regions, scopes }: Evidence,
  count: Pick<FleetTaskDone, 'done' | 'total' | 'fromCheckpoint'>,
): FleetTaskDone {
  const records = regions.filter(({ state }) => state !== 'disabled').map((record) => regionProgress(record, count));
  const wanted = scopes.reduce((sum, scope) => sum + scope.regions.length, 0);
  const read = records.filter(({ state }) => state === 'read').length;
  const problem =
    scopes.find((scope) => scope.problem !== undefined)?.problem ??
    records.find((record) => record.problem !== undefined)?.problem;
  const nothing = records.every(({ state }) => state === 'unreadable');
  return {
    type: 'task',
    task: task.id,
    account: task.account,
    state: nothing && (wanted > 0 || problem !== undefined) ? 'unreadable' : read === wanted ? 'read' : 'partial',
    ...(problem === undefined ? {} : { problem }),
    findings: records.reduce((sum, { findings }) => sum + findings, 0),
    ...count,
  };
}
