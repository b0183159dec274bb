import type * as BullMq from 'bullmq';
import type { ConnectionOptions } from 'bullmq';
import { loadPeer } from '../clients/load-peer.ts';
import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError, type InputIssue } from '../errors/invalid-input-error.ts';
import type { AuditTask } from '../fleet/index.ts';
import type { Evidence, OrganizationScope } from '../model/evidence.ts';
import { sha256 } from '../model/sha256.ts';
import { missesRedisClient } from './misses-redis-client.ts';

/** Where the queue is. The same for whoever enqueues, works and collects. */
export interface AuditQueueOptions {
  /** How Redis is reached, as BullMQ takes it: `{ host, port }`, or a client of yours (then it stays yours). */
  readonly connection: ConnectionOptions;
  /**
   * The queue's name.
   *
   * @defaultValue 'access-analyzer-audit'
   */
  readonly queueName?: string | undefined;
  /**
   * What the keys in Redis begin with.
   *
   * @defaultValue 'bull': BullMQ's own
   */
  readonly prefix?: string | undefined;
}

/** One task of an audit, as a job. */
export interface TaskJob {
  readonly task: AuditTask;
  /** What earlier attempts saw. */
  readonly seen?: Evidence;
}

/** The parent of an audit's tasks, which joins what they gave. */
export interface MergeJob {
  readonly tasks: readonly AuditTask[];
  readonly organization?: OrganizationScope & { readonly managementAccount?: string | undefined };
}

/** The name of a task's job. */
export const TASK_JOB = 'audit-task';
/** The name of an audit's parent job. */
export const MERGE_JOB = 'merge-audit';

const DEFAULT_QUEUE_NAME = 'access-analyzer-audit';

/** Where the queue is, with the defaults, as BullMQ takes it. */
export function queueOf({ connection, prefix, queueName = DEFAULT_QUEUE_NAME }: AuditQueueOptions): {
  readonly name: string;
  readonly options: { readonly connection: ConnectionOptions; readonly prefix?: string };
} {
  return { name: queueName, options: { connection, ...(prefix === undefined ? {} : { prefix }) } };
}

/**
 * The id of an audit's parent job. An audit's id may be any text, a job's may not, and the same audit must not be enqueued
 * twice.
 */
export function mergeJobId(auditId: string): string {
  return `audit-${sha256(auditId).slice(0, 16)}`;
}

/** The id of a task's job. */
export function taskJobId({ auditId, id }: AuditTask): string {
  return `${mergeJobId(auditId)}-${id}`;
}

/** What is wrong with where the queue is said to be. */
export function queueIssues({ connection, prefix, queueName }: AuditQueueOptions): InputIssue[] {
  const issues: InputIssue[] = [];
  const given: unknown = connection;
  if (typeof given !== 'object' || given === null) {
    issues.push({ path: 'connection', found: found(given), expected: 'how Redis is reached: { host, port }' });
  }
  for (const [path, name] of [['queueName', queueName] as const, ['prefix', prefix] as const]) {
    if (name === undefined || (typeof name === 'string' && /^[^:\0]+$/.test(name))) continue;
    issues.push({ path, found: found(name), expected: 'a name without a colon' });
  }
  return issues;
}

/**
 * Refuses options of the wrong kind, before Redis is asked.
 *
 * @throws `InvalidInputError`
 */
export function refuse(subject: string, issues: readonly InputIssue[]): void {
  if (issues.length > 0) throw new InvalidInputError(`options of ${subject}`, issues);
}

/**
 * Loads BullMQ, and sees that it can reach Redis.
 *
 * @throws `AccessAnalyzerKitError` `MISSING_PEER` without BullMQ, or without the client of Redis that it needs.
 */
export async function loadBullMq({ connection }: AuditQueueOptions): Promise<typeof BullMq> {
  const bullmq = await loadPeer('bullmq', 'An audit on a queue', async () => import('bullmq'));
  // A client of the caller's own needs no other.
  if (!('on' in connection && typeof connection.on === 'function') && missesRedisClient()) {
    throw new AccessAnalyzerKitError(
      'MISSING_PEER',
      'An audit on a queue needs the package ioredis, which BullMQ 6 leaves to its users: npm install ioredis',
    );
  }
  return bullmq;
}

/** Closes what was opened. What goes wrong there changes nothing, and must not take the place of what went wrong before. */
export async function closeAll(...opened: readonly { close(): Promise<unknown> }[]): Promise<void> {
  await Promise.allSettled(opened.map(async (one) => one.close()));
}
