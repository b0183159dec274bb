import { evaluate, fanOut, parseEvidence, toSummary, type Evidence } from 'access-analyzer-kit';
import {
  isWorthRetrying,
  listAccounts,
  mergeAudit,
  parseAuditTask,
  planAudit,
  runAuditTask,
  type AuditTask,
  type ClientsFor,
  type Organization,
  type OrganizationsClientLike,
} from 'access-analyzer-kit/fleet';
import type { ObjectStore } from './object-store.ts';

/** What the functions work with. */
export interface Dependencies {
  readonly store: ObjectStore;
  readonly organizations: OrganizationsClientLike;
  readonly clientsFor: ClientsFor;
}

/** What the execution was started with. */
export interface AuditRequest {
  /** Default: all accounts of the organization. */
  readonly accounts?: readonly string[];
  /** Default: all Regions that each account has enabled, read in one task an account. */
  readonly regions?: readonly string[];
}

/** Input of `plan`. */
export interface PlanEvent {
  /**
   * The execution's name and something random: names come again (after 90 days, in another Region), and what lies below an audit's
   * id must be of this execution alone, or an earlier one's evidence would stand for what this one did not read.
   */
  readonly auditId: string;
  readonly bucket: string;
  /** The state machine's own, as in its ARN: of accounts that are named in the request. */
  readonly partition: string;
  readonly request: AuditRequest;
}

/** Output of `plan`, input of `merge`. */
export interface Plan {
  readonly auditId: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly tasksKey: string;
}

/** Input of `auditTask`. */
export interface AuditTaskEvent {
  readonly task: unknown;
  readonly bucket: string;
  readonly prefix: string;
}

/** Output of `merge`. */
export interface Judged {
  readonly status: 'PASS' | 'FAIL' | 'UNKNOWN';
  readonly strictStatus: 'PASS' | 'FAIL' | 'UNKNOWN';
  readonly summary: string;
  readonly evidenceKey: string;
  readonly verdictKey: string;
  /** How many objects among the evidence are none. What they stood for counts as not read. */
  readonly ignoredCount: number;
  /** The first of them, and why. */
  readonly ignored: readonly { readonly key: string; readonly why: string }[];
}

/** Some of it may be read later: Step Functions tries again. The error's name is what the state machine goes by. */
export class TryAgainError extends Error {
  override readonly name = 'TryAgainError';
}

/** What `merge` reads at once from S3. */
const READS = 64;
/** Step Functions cuts a cause at 32,768 characters. */
const SUMMARY_LIMIT = 30_000;
/** Step Functions takes 256 KiB from a function, and an output above it ends the execution without the summary. */
const IGNORED_LIMIT = 50;
const WHY_LIMIT = 500;

/** The three functions of the state machine. */
export interface Handlers {
  /** Writes the tasks where the Map state reads them, and the organization where `merge` does. */
  readonly plan: (event: PlanEvent) => Promise<Plan>;
  /**
   * Does one task. Each attempt leaves its evidence under a key of its own: an attempt more than needed, which Express workflows
   * may make, does no harm, and nothing that an earlier one saw is lost.
   */
  readonly auditTask: (
    event: AuditTaskEvent,
    context: { readonly awsRequestId: string },
  ) => Promise<{ readonly task: string; readonly key: string }>;
  /** Joins what the tasks left, holds it against the plan and judges it. */
  readonly merge: (event: Plan) => Promise<Judged>;
}

/** Makes the functions. */
export function createHandlers({ clientsFor, organizations, store }: Dependencies): Handlers {
  return {
    plan: async ({ auditId, bucket, partition, request }) => {
      const prefix = `audits/${auditId}`;
      const tasksKey = `${prefix}/tasks.json`;
      const { accounts, regions } = request;
      const organization = accounts === undefined ? await listAccounts(organizations) : undefined;
      const tasks = planAudit({
        accounts: accounts ?? organization?.accounts ?? [],
        regions,
        auditId,
        partition: organization?.partition ?? partition,
      });
      if (organization !== undefined) await store.put(bucket, `${prefix}/organization.json`, organization);
      await store.put(bucket, tasksKey, tasks);
      return { auditId, bucket, prefix, tasksKey };
    },

    auditTask: async ({ bucket, prefix, ...event }, { awsRequestId }) => {
      const task = parseAuditTask(event.task);
      const evidence = await runAuditTask(task, { clientsFor });
      const key = `${prefix}/evidence/${task.id}/${awsRequestId}.json`;
      await store.put(bucket, key, evidence);
      if (isWorthRetrying(evidence)) throw new TryAgainError(`${task.id}: some of it may be read later`);
      return { task: task.id, key };
    },

    merge: async ({ auditId, bucket, prefix, tasksKey }) => {
      const tasks = ((await store.get(bucket, tasksKey)) as readonly unknown[]).map(parseAuditTask);
      const organization = (await store.get(bucket, `${prefix}/organization.json`)) as Organization | undefined;
      const keys = await store.list(bucket, `${prefix}/evidence/`);
      const parts: Evidence[] = [];
      const ignored: { key: string; why: string }[] = [];
      const partOf = partsOf(tasks);
      const read = async (key: string): Promise<unknown> => {
        try {
          return await store.get(bucket, key);
        } catch (error) {
          // Half an object is no evidence. What S3 did not give may be: then this function is tried again, and judges nothing without it.
          if (error instanceof SyntaxError) return undefined;
          throw error;
        }
      };
      for await (const outcome of fanOut(keys, read, { concurrency: READS })) {
        if (outcome.status === 'rejected') throw outcome.reason;
        try {
          parts.push(partOf(outcome.value));
        } catch (error) {
          ignored.push({
            key: outcome.item,
            why: error instanceof Error ? error.message.slice(0, WHY_LIMIT) : 'unknown',
          });
        }
      }
      const evidence = mergeAudit(tasks, parts, { organization });
      const verdict = evaluate(evidence);
      const evidenceKey = `${prefix}/evidence.json`;
      const verdictKey = `${prefix}/verdict.json`;
      await store.put(bucket, evidenceKey, evidence);
      await store.put(bucket, verdictKey, { ...verdict, auditId });
      const { status, strictStatus } = verdict;
      const summary = toSummary(verdict).slice(0, SUMMARY_LIMIT);
      return {
        ...{ status, strictStatus, summary, evidenceKey, verdictKey },
        ignoredCount: ignored.length,
        ignored: ignored.slice(0, IGNORED_LIMIT),
      };
    },
  };
}

/** Reads evidence of one of the tasks; whatever else lies there is not taken for it. */
function partsOf(tasks: readonly AuditTask[]): (json: unknown) => Evidence {
  const planned = new Set(tasks.map(({ account }) => account));
  return (json) => {
    const evidence = parseEvidence(json);
    if (evidence.auditId !== tasks[0]?.auditId) throw new Error('It is the evidence of another audit.');
    if (!evidence.scopes.every(({ account }) => planned.has(account))) {
      throw new Error('It is the evidence of an account that is not in the plan.');
    }
    return evidence;
  };
}
