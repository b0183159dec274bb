import { cleanText } from '../../clients/error-text.ts';
import { AccessAnalyzerKitError } from '../../errors/access-analyzer-kit-error.ts';
import { found } from '../../errors/found.ts';
import type { Evidence } from '../../model/evidence.ts';
import { parseEvidence } from '../../model/parse-evidence.ts';
import { sha256 } from '../../model/sha256.ts';
import type { AuditTask } from '../audit-task.ts';
import type { Checkpoint, CheckpointProblem } from './checkpoint.ts';
import { CHECKPOINT_SCHEMA, parseRunRecord, parseTaskHeader, type RunRecord } from './records.ts';

/** A run's checkpoint, opened. */
export interface RunCheckpoint {
  /** The id of the audit: that of the run which is continued, else a new one. */
  readonly auditId: string;
  /** When the run that is continued was begun; undefined when nothing is. */
  readonly resumedFrom: string | undefined;
  /** The evidence that an earlier process saved for the task, if it can be trusted. */
  load(task: AuditTask): Promise<Evidence | undefined>;
  save(task: AuditTask, evidence: Evidence): Promise<void>;
  /** Every task's evidence was handed over: the next run with this checkpoint begins anew. */
  finish(): Promise<void>;
}

/** What {@link openRunCheckpoint} needs to know of the run. */
export interface OpenRunCheckpointOptions {
  /** A digest of what is audited, and how: runs that differ in it have nothing in common. */
  readonly plan: string;
  /** The audit's id when the caller named one: then only that audit is continued. */
  readonly auditId: string | undefined;
  /** For a run that is begun anew. */
  readonly newAuditId: () => string;
  /** For whoever looks into the checkpoint. */
  readonly about: string;
  readonly maxAgeMs: number;
  readonly onProblem: (problem: CheckpointProblem) => void;
  readonly signal: AbortSignal | undefined;
}

/**
 * Continues the run that the checkpoint holds, when it is this one, unfinished and young enough; begins a new one otherwise.
 * Whatever is not used is told to `onProblem`.
 *
 * @throws `AccessAnalyzerKitError` `CHECKPOINT_FAILED` when nothing can be saved; `signal.reason` on an abort.
 */
export async function openRunCheckpoint(
  checkpoint: Checkpoint,
  options: OpenRunCheckpointOptions,
): Promise<RunCheckpoint> {
  const { about, newAuditId, plan, signal } = options;
  const runName = `${plan}/run`;
  const earlier = await loadRun(checkpoint, runName, options);
  const run: RunRecord = earlier ?? {
    schema: CHECKPOINT_SCHEMA,
    kind: 'run',
    plan,
    auditId: newAuditId(),
    startedAt: new Date().toISOString(),
    about,
  };
  if (earlier === undefined) await begin(checkpoint, runName, run, signal);
  return {
    auditId: run.auditId,
    resumedFrom: earlier?.startedAt,
    // Of a run that begins now nothing can have been saved.
    load: async (task) => (earlier === undefined ? undefined : loadTask(checkpoint, run, task, options)),
    save: async (task, evidence) => saveTask(checkpoint, run, task, evidence, options),
    finish: async () => {
      const finished = { ...run, finishedAt: new Date().toISOString() };
      await attempt(runName, options, async () => checkpoint.save(runName, JSON.stringify(finished), { signal }));
    },
  };
}

async function begin(
  checkpoint: Checkpoint,
  name: string,
  run: RunRecord,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await checkpoint.save(name, JSON.stringify(run), { signal });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new AccessAnalyzerKitError(
      'CHECKPOINT_FAILED',
      `Nothing was read, since the checkpoint cannot be written: ${messageOf(cause)}`,
      { cause },
    );
  }
}

/** Why what was found is not used. */
interface Refusal {
  readonly refused: CheckpointProblem['code'];
  readonly message: string;
}

async function loadRun(
  checkpoint: Checkpoint,
  name: string,
  options: OpenRunCheckpointOptions,
): Promise<RunRecord | undefined> {
  const text = await loadText(checkpoint, name, options);
  const judged = text === undefined ? undefined : judgeRun(text, options);
  return accepted(judged, name, options);
}

function judgeRun(
  text: string,
  { auditId, maxAgeMs, plan }: OpenRunCheckpointOptions,
): RunRecord | Refusal | undefined {
  const run = parseRunRecord(text);
  if (run === undefined) return refuse('damaged', 'It is half-written or not a checkpoint of this library.');
  if (run.plan !== plan) return refuse('foreign', 'It is the checkpoint of a run with other accounts or options.');
  if (run.finishedAt !== undefined) return undefined;
  const age = Date.now() - Date.parse(run.startedAt);
  if (age < 0) return refuse('foreign', `It was begun in the future, at ${run.startedAt}: nobody can tell its age.`);
  if (age > maxAgeMs) return refuse('too-old', `It was begun at ${run.startedAt}, longer ago than is allowed.`);
  if (auditId !== undefined && run.auditId !== auditId) {
    return refuse('foreign', `It is the checkpoint of audit ${cleanText(run.auditId, 100)}, and this is another one.`);
  }
  return run;
}

async function loadTask(
  checkpoint: Checkpoint,
  run: RunRecord,
  task: AuditTask,
  options: OpenRunCheckpointOptions,
): Promise<Evidence | undefined> {
  const name = `${run.plan}/${task.id}`;
  const text = await loadText(checkpoint, name, options);
  const judged = text === undefined ? undefined : judgeTask(text, run, task);
  return accepted(judged, name, options);
}

function judgeTask(text: string, run: RunRecord, task: AuditTask): Evidence | Refusal | undefined {
  const end = text.indexOf('\n');
  const header = parseTaskHeader(text.slice(0, Math.max(end, 0)));
  if (header === undefined) return refuse('damaged', 'It is half-written or not evidence of this library.');
  const { auditId, begun, plan, savedAt, sha256: digest, task: id } = header;
  const isOfTask = plan === run.plan && id === task.id;
  const isOfAudit = isOfTask && auditId === run.auditId;
  // What an earlier run with the same options left is in nobody's way. Nor is it this run's, though both may bear one audit's id, and
  // a clock that was put back may let it seem younger.
  if (isOfTask && begun !== run.startedAt && (isOfAudit || savedAt < run.startedAt)) return undefined;
  if (!isOfAudit) {
    return refuse('foreign', 'It is the evidence of another task, audit or run.');
  }
  const body = text.slice(end + 1);
  if (sha256(body) !== digest) return refuse('damaged', 'It is half-written, or was changed since it was saved.');
  try {
    const evidence = parseEvidence(JSON.parse(body));
    return isOf(evidence, task) ? evidence : refuse('foreign', 'It is the evidence of another account or Region.');
  } catch (error) {
    return refuse('damaged', `It holds no evidence that this release reads: ${messageOf(error)}`);
  }
}

function refuse(refused: Refusal['refused'], message: string): Refusal {
  return { refused, message };
}

function accepted<T extends object>(
  judged: T | Refusal | undefined,
  name: string,
  { onProblem }: OpenRunCheckpointOptions,
): T | undefined {
  if (judged === undefined || !('refused' in judged)) return judged;
  onProblem({ code: judged.refused, name, message: judged.message });
  return undefined;
}

/** Whether the evidence is of this task and nothing else. */
function isOf({ auditId, regions, scopes }: Evidence, task: AuditTask): boolean {
  const isOwn = ({ account }: { readonly account: string }): boolean => account === task.account;
  return (
    auditId === task.auditId &&
    scopes.length === 1 &&
    scopes.every(isOwn) &&
    regions.every(isOwn) &&
    (task.regions === 'enabled' || regions.every(({ region }) => task.regions.includes(region)))
  );
}

async function saveTask(
  checkpoint: Checkpoint,
  run: RunRecord,
  task: AuditTask,
  evidence: Evidence,
  options: OpenRunCheckpointOptions,
): Promise<void> {
  const name = `${run.plan}/${task.id}`;
  const body = JSON.stringify(evidence);
  const header = {
    schema: CHECKPOINT_SCHEMA,
    kind: 'task',
    plan: run.plan,
    auditId: run.auditId,
    task: task.id,
    begun: run.startedAt,
    savedAt: new Date().toISOString(),
    sha256: sha256(body),
  };
  await attempt(name, options, async () =>
    checkpoint.save(name, `${JSON.stringify(header)}\n${body}`, { signal: options.signal }),
  );
}

async function loadText(
  checkpoint: Checkpoint,
  name: string,
  { onProblem, signal }: OpenRunCheckpointOptions,
): Promise<string | undefined> {
  let loaded: unknown;
  try {
    loaded = await checkpoint.load(name, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    onProblem({ code: 'unreadable', name, message: `It could not be read: ${messageOf(error)}` });
    return undefined;
  }
  if (typeof loaded === 'string') return loaded;
  // Many a store says null for what it does not have.
  if (loaded !== undefined && loaded !== null) {
    onProblem({
      code: 'unreadable',
      name,
      message: `It could not be read: expected a text and found ${found(loaded)}`,
    });
  }
  return undefined;
}

/** Evidence that cannot be saved is still evidence. */
async function attempt(
  name: string,
  { onProblem, signal }: OpenRunCheckpointOptions,
  save: () => Promise<void>,
): Promise<void> {
  try {
    await save();
  } catch (error) {
    signal?.throwIfAborted();
    onProblem({ code: 'not-saved', name, message: `It could not be saved: ${messageOf(error)}` });
  }
}

function messageOf(error: unknown): string {
  return cleanText(error instanceof Error ? error.message : String(error), 500);
}
