import type { Job, Worker, WorkerOptions } from 'bullmq';
import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { found } from '../errors/found.ts';
import { notify } from '../evidence/progress.ts';
import { mergeAudit, runAuditTask, type ClientsFor } from '../fleet/index.ts';
import { isWorthRetrying, problemsOf } from '../fleet/is-finished.ts';
import type { Evidence } from '../model/evidence.ts';
import { mergeEvidence } from '../model/merge-evidence.ts';
import { parseEvidence } from '../model/parse-evidence.ts';
import {
  loadBullMq,
  MERGE_JOB,
  queueIssues,
  queueOf,
  refuse,
  TASK_JOB,
  type AuditQueueOptions,
  type MergeJob,
  type TaskJob,
} from './audit-queue.ts';

/** How a worker goes about the tasks. */
export interface AuditWorkerOptions extends AuditQueueOptions {
  /** Gives the clients of a task's account: `assumeRoles(createClients(), …)`. */
  readonly clientsFor: ClientsFor;
  /**
   * Tasks that this process does at once at most. It limits tasks, not requests: that is the clients' `concurrency`.
   *
   * @defaultValue 16
   */
  readonly concurrency?: number | undefined;
  /** Any other option of BullMQ's worker: `limiter` for a rate over all workers, `lockDuration`, `maxStalledCount` … */
  readonly worker?: Omit<WorkerOptions, 'connection' | 'prefix' | 'concurrency' | 'autorun'> | undefined;
  /** Told about what goes wrong between the worker and Redis. BullMQ connects again by itself. What it throws is ignored. */
  readonly onError?: ((error: Error) => unknown) | undefined;
  /** Gives back the tasks that are being done, without costing them an attempt, and closes the worker. Also while it closes. */
  readonly signal?: AbortSignal | undefined;
}

/** A worker at work. */
export interface AuditWorker extends AsyncDisposable {
  /** Takes no more tasks, and resolves when those that are being done have ended. While Redis cannot be reached it waits. */
  close(): Promise<void>;
}

/** A worker that dies takes its tasks with it: others take them up. BullMQ's own limit is one such loss a task. */
const MAX_STALLED_COUNT = 3;

/**
 * How long a task that is given back rests. What is due at once can be fetched once more by the worker that is closing, and a worker
 * of BullMQ 5 drops it then: nobody has the task until its lock runs out.
 */
const GIVEN_BACK_AFTER_MS = 1000;

/**
 * How long the lock of an audit's join holds at least. Joining hundreds of thousands of findings keeps the process busy for longer than
 * BullMQ's half a minute, in which it cannot renew the lock: its result would be refused, and after some such losses the audit fails.
 */
const JOIN_LOCK_MS = 300_000;

/**
 * Works on the audits of a queue, in this process, until it is closed. As many processes on as many machines as you like: BullMQ
 * gives each task to one of them, and to another when the first one dies.
 *
 * What a task could not read but may later (throttling, the network) makes it fail, so that BullMQ tries again; what it saw is
 * kept and joined with what later attempts see. Its last attempt gives the evidence as it is.
 *
 * @throws `InvalidInputError` for a wrong option; `AccessAnalyzerKitError` `MISSING_PEER`; `signal.reason` when the
 * signal is aborted already.
 * @example
 * ```ts
 * const clientsFor = assumeRoles(createClients(), { roleName: 'access-analyzer-audit' });
 * const worker = await createAuditWorker({ connection, clientsFor }); // connection: { host: 'redis.internal', port: 6379 }
 * process.once('SIGTERM', () => void worker.close());
 * ```
 */
export async function createAuditWorker(options: AuditWorkerOptions): Promise<AuditWorker> {
  const { clientsFor, concurrency = 16, onError, signal } = options;
  checkWorker(options, concurrency);
  signal?.throwIfAborted();
  const bullmq = await loadBullMq(options);
  // An abort while it was loading would be heard by nobody.
  signal?.throwIfAborted();
  const { name, options: place } = queueOf(options);
  const stop = new AbortController();

  const process = async (job: Job, token: string | undefined): Promise<Evidence> => {
    if (job.name === MERGE_JOB) {
      const parts = await partsOf(job as Job<MergeJob>, (id) => bullmq.Job.fromId<TaskJob>(worker, id));
      await job.extendLock(token ?? '', Math.max(JOIN_LOCK_MS, options.worker?.lockDuration ?? 0));
      return join(job as Job<MergeJob>, parts);
    }
    if (job.name !== TASK_JOB) throw new bullmq.UnrecoverableError(`No job of an audit: ${job.name}`);
    try {
      return await taskJob(job as Job<TaskJob>, clientsFor, stop.signal);
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      await job.moveToDelayed(Date.now() + GIVEN_BACK_AFTER_MS, token);
      throw new bullmq.DelayedError();
    }
  };
  const worker: Worker = new bullmq.Worker(name, process, {
    maxStalledCount: MAX_STALLED_COUNT,
    ...options.worker,
    ...place,
    concurrency,
  });
  // A listener that fails must not end the worker.
  worker.on('error', (error) => {
    notify(onError, error);
  });

  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    // Heard to the end: an abort gives back the tasks that closing waits for.
    closing ??= worker.close().finally(() => signal?.removeEventListener('abort', abort));
    return closing;
  };
  const abort = (): void => {
    stop.abort(signal?.reason);
    close().catch(() => undefined);
  };
  signal?.addEventListener('abort', abort, { once: true });
  return { close, [Symbol.asyncDispose]: close };
}

async function taskJob(job: Job<TaskJob>, clientsFor: ClientsFor, signal: AbortSignal): Promise<Evidence> {
  const { seen, task } = job.data;
  const fresh = await runAuditTask(task, { clientsFor, signal });
  const evidence = seen === undefined ? fresh : mergeEvidence(parseEvidence(seen), fresh);
  const isLast = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
  if (isLast || !isWorthRetrying(evidence)) return evidence;
  await job.updateData({ task, seen: evidence });
  const why = problemsOf(evidence).find(({ retryable }) => retryable);
  throw new AccessAnalyzerKitError('AWS_CALL_FAILED', why?.message ?? 'Something could not be read.');
}

/** What the tasks left. One that failed for good has left what its attempts saw, at best. */
async function partsOf(
  job: Job<MergeJob>,
  jobOf: (id: string) => Promise<Job<TaskJob> | undefined>,
): Promise<readonly unknown[]> {
  const values = Object.values(await job.getChildrenValues<unknown>());
  const failed = Object.keys(await job.getIgnoredChildrenFailures());
  const left = await Promise.all(failed.map(async (key) => (await jobOf(key.split(':').at(-1) ?? key))?.data.seen));
  return [...values, ...left.filter((seen) => seen !== undefined)];
}

/** What is missing, the plan brings to light. */
function join(job: Job<MergeJob>, parts: readonly unknown[]): Evidence {
  const { organization, tasks } = job.data;
  return mergeAudit(
    tasks,
    parts.map((part) => parseEvidence(part)),
    { organization },
  );
}

function checkWorker(options: AuditWorkerOptions, concurrency: number): void {
  const issues = queueIssues(options);
  const clientsFor: unknown = options.clientsFor;
  if (typeof clientsFor !== 'function') {
    issues.push({ path: 'clientsFor', found: found(clientsFor), expected: 'a function that returns clients' });
  }
  if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
    issues.push({ path: 'concurrency', found: found(concurrency), expected: 'a whole number from 1 on' });
  }
  refuse('createAuditWorker', issues);
}
