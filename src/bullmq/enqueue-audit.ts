import type { Queue } from 'bullmq';
import { untilAborted } from '../clients/until-aborted.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError, type InputIssue } from '../errors/invalid-input-error.ts';
import { parseAuditTask, type AuditTask, type MergeAuditOptions } from '../fleet/index.ts';
import {
  closeAll,
  loadBullMq,
  MERGE_JOB,
  mergeJobId,
  queueIssues,
  queueOf,
  refuse,
  TASK_JOB,
  taskJobId,
  type AuditQueueOptions,
  type MergeJob,
  type TaskJob,
} from './audit-queue.ts';

/** What is enqueued, and how BullMQ is to go about it. */
export interface EnqueueAuditOptions extends AuditQueueOptions, MergeAuditOptions {
  /** What `planAudit` made: the tasks of one audit. */
  readonly tasks: readonly AuditTask[];
  /**
   * How often a task is tried when what it could not read may be read later (throttling, the network).
   *
   * @defaultValue 3
   */
  readonly attempts?: number | undefined;
  /**
   * How long BullMQ waits before the second attempt, in milliseconds; then twice as long each time.
   *
   * @defaultValue 5000
   */
  readonly backoffMs?: number | undefined;
  /**
   * How long the joined evidence stays in Redis for `collectAudit` at least, in seconds. BullMQ removes what is older when the next
   * audit of the queue is joined, by that one's `keepSeconds`: give the audits of a queue the same.
   *
   * @defaultValue 86400: a day
   */
  readonly keepSeconds?: number | undefined;
  /** After an abort while the jobs are on their way to Redis, the audit may be enqueued all the same. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * How long what failed is kept at least, in seconds: a week. What a failed task saw is read from it when the audit is joined, and
 * whatever fails in the queue removes what failed longer ago than it is kept itself.
 */
const KEEP_FAILED_SECONDS = 604_800;

/** What was enqueued. */
export interface EnqueuedAudit {
  /** That of the tasks. `collectAudit` asks for it. */
  readonly auditId: string;
  /** How many tasks the audit was given, also where nothing was added. */
  readonly tasks: number;
  /** False when this audit was enqueued before: nothing was added then. */
  readonly added: boolean;
}

/**
 * Puts an audit on a queue: each task a job, and a parent job that joins their evidence when all are done. A task that fails for
 * good does not hold up the others: it is missing from the joined evidence, which says so. Enqueueing an audit again adds nothing.
 *
 * Needs the package `bullmq`; with its version 6 also `ioredis`. While Redis cannot be reached it waits: give it a signal.
 *
 * @throws `InvalidInputError` for a wrong option; `AccessAnalyzerKitError` `MISSING_PEER`; what Redis answers;
 * `signal.reason` on an abort.
 * @example
 * ```ts
 * const tasks = planAudit({ accounts, regions: ['eu-west-1', 'us-east-1'] });
 * const { auditId } = await enqueueAudit({ connection, tasks });
 * const evidence = await collectAudit({ connection, auditId });
 * ```
 */
export async function enqueueAudit(options: EnqueueAuditOptions): Promise<EnqueuedAudit> {
  const { attempts = 3, backoffMs = 5000, keepSeconds = 86_400, organization, signal } = options;
  checkEnqueue(options, { attempts, backoffMs, keepSeconds });
  const { auditId, tasks } = oneAudit(options.tasks);
  signal?.throwIfAborted();
  const { FlowProducer, Queue } = await loadBullMq(options);
  const { name: queueName, options: place } = queueOf(options);
  const queue = new Queue(queueName, place);
  const producer = new FlowProducer(place);
  // Their failures are the calls' failures; without a listener they would end the process.
  queue.on('error', () => undefined);
  producer.on('error', () => undefined);
  try {
    const jobId = mergeJobId(auditId);
    if ((await untilAborted(queue.getJob(jobId), signal)) !== undefined) {
      return { auditId, tasks: tasks.length, added: false };
    }
    await untilAborted(removeFailed(queue, tasks), signal);
    const data: MergeJob = { tasks, ...(organization === undefined ? {} : { organization }) };
    const removeOnFail = { age: Math.max(keepSeconds, KEEP_FAILED_SECONDS) };
    const flow = producer.add({
      name: MERGE_JOB,
      queueName,
      data,
      opts: { jobId, removeOnComplete: { age: keepSeconds }, removeOnFail },
      children: tasks.map((task) => ({
        name: TASK_JOB,
        queueName,
        data: { task } satisfies TaskJob,
        opts: {
          jobId: taskJobId(task),
          attempts,
          backoff: { type: 'exponential', delay: backoffMs },
          // The parent keeps its own copy of what a task gave, and goes on without one that failed.
          removeOnComplete: true,
          removeOnFail,
          ignoreDependencyOnFailure: true,
        },
      })),
    });
    await untilAborted(flow, signal);
    return { auditId, tasks: tasks.length, added: true };
  } finally {
    await closeAll(queue, producer);
  }
}

function checkEnqueue(options: EnqueueAuditOptions, numbers: Readonly<Record<string, number>>): void {
  const issues = queueIssues(options);
  const tasks: unknown = options.tasks;
  if (!Array.isArray(tasks) || tasks.length === 0) {
    issues.push({ path: 'tasks', found: found(tasks), expected: 'the tasks of an audit, at least one' });
  }
  for (const [path, value] of Object.entries(numbers)) {
    if (Number.isSafeInteger(value) && value >= 1) continue;
    issues.push({ path, found: found(value), expected: 'a whole number from 1 on' });
  }
  refuse('enqueueAudit', issues);
}

/** Checks the tasks, and that they are of one audit. */
function oneAudit(given: readonly unknown[]): { readonly auditId: string; readonly tasks: readonly AuditTask[] } {
  const issues: InputIssue[] = [];
  const tasks: AuditTask[] = [];
  for (const [index, task] of given.entries()) {
    try {
      tasks.push(parseAuditTask(task));
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      const path = `tasks[${index}]`;
      issues.push(...error.issues.map((issue) => ({ ...issue, path: [path, issue.path].filter(Boolean).join('.') })));
    }
  }
  refuse('enqueueAudit', issues);
  const [auditId = '', ...others] = new Set(tasks.map((task) => task.auditId));
  if (others.length > 0) {
    refuse('enqueueAudit', [
      { path: 'tasks', found: `tasks of ${others.length + 1} audits`, expected: 'the tasks of one audit' },
    ]);
  }
  return { auditId, tasks };
}

/** Of an audit that is kept no more, tasks that failed may be left: they would never be done again, and their parent would wait. */
async function removeFailed(queue: Queue, tasks: readonly AuditTask[]): Promise<void> {
  await Promise.all(
    tasks.map(async (task) => {
      const id = taskJobId(task);
      if ((await queue.getJobState(id)) === 'failed') await queue.remove(id);
    }),
  );
}
