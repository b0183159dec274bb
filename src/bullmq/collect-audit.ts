import { cleanText } from '../clients/error-text.ts';
import { untilAborted } from '../clients/until-aborted.ts';
import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { found } from '../errors/found.ts';
import type { Evidence } from '../model/evidence.ts';
import { parseEvidence } from '../model/parse-evidence.ts';
import {
  closeAll,
  loadBullMq,
  mergeJobId,
  queueIssues,
  queueOf,
  refuse,
  type AuditQueueOptions,
} from './audit-queue.ts';

/** Which audit is waited for. */
export interface CollectAuditOptions extends AuditQueueOptions {
  /** The `auditId` that `enqueueAudit` returned. */
  readonly auditId: string;
  /** An abort stops the waiting and not the audit. Without a signal there is no limit to the waiting. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits until all tasks of an audit are done and joined, and returns its evidence. It waits as long as there is something to do
 * and nobody who does it, and while Redis cannot be reached: give it a signal.
 *
 * @throws `InvalidInputError` for a wrong option; `AccessAnalyzerKitError` `AUDIT_FAILED` when the queue does not hold
 * the audit, or joining it failed; `MISSING_PEER`; `signal.reason` on an abort.
 * @example
 * ```ts
 * const evidence = await collectAudit({ connection, auditId, signal: AbortSignal.timeout(3_600_000) });
 * console.log(toSummary(evaluate(evidence)));
 * ```
 */
export async function collectAudit(options: CollectAuditOptions): Promise<Evidence> {
  const { auditId, signal } = options;
  const issues = queueIssues(options);
  if (typeof auditId !== 'string' || auditId === '') {
    issues.push({ path: 'auditId', found: found(auditId), expected: 'the id of an audit' });
  }
  refuse('collectAudit', issues);
  signal?.throwIfAborted();
  const { Queue, QueueEvents } = await loadBullMq(options);
  const { name, options: place } = queueOf(options);
  const queue = new Queue(name, place);
  const events = new QueueEvents(name, place);
  queue.on('error', () => undefined);
  events.on('error', () => undefined);
  try {
    const job = await untilAborted(queue.getJob(mergeJobId(auditId)), signal);
    if (job === undefined) {
      throw failed(auditId, 'the queue does not hold it: it was never enqueued, or is not kept any more');
    }
    const merged = job.waitUntilFinished(events).catch((error: unknown) => {
      throw failed(auditId, error instanceof Error ? error.message : String(error));
    });
    return parseEvidence(await untilAborted(merged, signal));
  } finally {
    await closeAll(events, queue);
  }
}

function failed(auditId: string, why: string): AccessAnalyzerKitError {
  return new AccessAnalyzerKitError(
    'AUDIT_FAILED',
    `Audit ${cleanText(auditId, 100)} has no joined evidence: ${cleanText(why, 500)}.`,
  );
}
