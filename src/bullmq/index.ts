/**
 * An audit on a queue: its tasks as jobs of a BullMQ flow on Redis, done by any number of processes.
 *
 * @packageDocumentation
 * @module access-analyzer-kit/bullmq
 */
export type { AuditQueueOptions } from './audit-queue.ts';
export { collectAudit } from './collect-audit.ts';
export type { CollectAuditOptions } from './collect-audit.ts';
export { createAuditWorker } from './create-audit-worker.ts';
export type { AuditWorker, AuditWorkerOptions } from './create-audit-worker.ts';
export { enqueueAudit } from './enqueue-audit.ts';
export type { EnqueueAuditOptions, EnqueuedAudit } from './enqueue-audit.ts';
