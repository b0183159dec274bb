import type { Problem } from '../errors/problem.ts';
import type { RegionEvidence, Scope } from '../model/evidence.ts';

/** How far reading is: first the Regions are known, then each one completes. */
export type CollectEvidenceProgress = RegionsProgress | RegionProgress;

/** It is known what is to be read. Comes first, and once. */
export interface RegionsProgress {
  readonly type: 'regions';
  /** Twelve digits, or `unknown`. */
  readonly account: string;
  /** What is to be read; its problem may still come to be. For `createEvaluator`. */
  readonly scope: Scope;
  /** How many records will come: Regions to be read and Regions that are disabled. */
  readonly total: number;
}

/** The record of a Region is complete. */
export interface RegionProgress {
  readonly type: 'region';
  /** Twelve digits, or `unknown`. */
  readonly account: string;
  readonly region: string;
  /** `partial`: its analyzers are known, and the findings of one or more that were asked for are not. */
  readonly state: RegionEvidence['state'] | 'partial';
  /** Why, when it is `partial` or `unreadable`: the first reason. */
  readonly problem?: Problem;
  /** ACTIVE findings seen in it, whatever their kind. */
  readonly findings: number;
  /** Records that have come, this one included. */
  readonly done: number;
  /** The same as in {@link RegionsProgress}: Regions to be read and Regions that are disabled. */
  readonly total: number;
}

/** Says how a Region went. */
export function regionProgress(
  record: RegionEvidence,
  { done, total }: { readonly done: number; readonly total: number },
): RegionProgress {
  const { account, analyzers, region } = record;
  const unread = analyzers.find(
    ({ problem, state }) => (state === 'partial' || state === 'unreadable') && problem?.code !== 'not-ours',
  );
  const problem = record.problem ?? unread?.problem;
  return {
    type: 'region',
    account,
    region,
    state: record.state === 'read' && unread !== undefined ? 'partial' : record.state,
    ...(problem === undefined ? {} : { problem }),
    findings: analyzers.reduce((sum, { counts }) => sum + (counts.byStatus['ACTIVE'] ?? 0), 0),
    done,
    total,
  };
}

/** Calls a caller's function whose failure is no failure of ours. */
export function notify<Event>(callback: ((event: Event) => unknown) | undefined, event: Event): void {
  if (callback === undefined) return;
  const call = async (): Promise<void> => {
    await callback(event);
  };
  call().catch(() => undefined);
}
