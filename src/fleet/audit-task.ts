import * as v from 'valibot';
import {
  collectSettings,
  type CollectEvidenceOptions,
  type CollectSettings,
} from '../evidence/collect-evidence-options.ts';
import { present } from '../model/loose.ts';
import { parseWith } from '../model/parse-with.ts';
import { refuseLaterSchema } from '../model/refuse-later-schema.ts';
import { schemaOf, type Schema } from '../model/schema.ts';
import { strictObjectOf } from '../model/object-schema.ts';
import { accountId } from '../model/value-schemas.ts';

/** The schema that this release writes. */
export const AUDIT_TASK_SCHEMA = 'access-analyzer-kit/task@1';

/** What to read in each account, and how much of it to keep: as in the options of `collectEvidence`. */
export type ReadingOptions = Pick<
  CollectEvidenceOptions,
  'analyzers' | 'detail' | 'sample' | 'suppressed' | 'crossCheck'
>;

/**
 * A part of an audit that can be done anywhere: one account, or one Region of it. Plain JSON, without credentials, for a
 * queue, a state machine or a loop.
 */
export interface AuditTask extends ReadingOptions {
  /** A later one is refused (`UNSUPPORTED_SCHEMA`): a worker of an older release cannot know what it asks for. */
  readonly schema: typeof AUDIT_TASK_SCHEMA;
  /** Unique in its audit, and fit for a file name or a job id: `111122223333`, `111122223333.eu-west-1`. */
  readonly id: string;
  /** The audit that it is a part of: only evidence of one audit can be merged. */
  readonly auditId: string;
  /**
   * As in ARNs: `aws`, `aws-cn`. For the ARN of a role that is given by name, and for the evidence of a task that was
   * lost or failed; what is read has the partition of the credentials.
   */
  readonly partition: string;
  /** Twelve digits. Credentials of another account read nothing (`account-mismatch`). */
  readonly account: string;
  /** `enabled`: every Region that the account has enabled. */
  readonly regions: 'enabled' | readonly string[];
}

/** Of a partition's name. */
export const partitionSchema: Schema<string> = /* @__PURE__ */ schemaOf(() =>
  v.pipe(v.string(), v.regex(/^aws(?:-[a-z0-9]+)*$/, 'a partition such as "aws" or "aws-cn"')),
);

/** What `collectEvidence` does not know; the rest is checked as its options, of which a task has these and no other. */
const schema: Schema<Omit<AuditTask, keyof ReadingOptions> & Partial<Record<keyof ReadingOptions, unknown>>> =
  /* @__PURE__ */ schemaOf(() =>
    strictObjectOf({
      schema: v.literal(AUDIT_TASK_SCHEMA),
      id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9.-]{0,127}$/, 'letters, digits, dots and hyphens')),
      auditId: v.string(),
      partition: partitionSchema(),
      account: accountId(),
      regions: v.union([v.literal('enabled'), v.array(v.string())], 'the word "enabled" or a list of Regions'),
      analyzers: v.optional(v.unknown()),
      detail: v.optional(v.unknown()),
      sample: v.optional(v.unknown()),
      suppressed: v.optional(v.unknown()),
      crossCheck: v.optional(v.unknown()),
    }),
  );

/**
 * Reads a task back from its JSON, as an object. Members that a task does not have are refused: dropped in silence, they could
 * change what is read.
 *
 * @throws `InvalidInputError` naming each member that is wrong; `AccessAnalyzerKitError` `UNSUPPORTED_SCHEMA` for a
 * task of a later version than this release runs.
 *
 * @example
 * ```ts
 * const task = parseAuditTask(JSON.parse(message.body)); // of a queue, say
 * const evidence = await runAuditTask(task, { clientsFor });
 * ```
 */
export function parseAuditTask(json: unknown): AuditTask {
  refuseLaterSchema(json, AUDIT_TASK_SCHEMA, 'task');
  const task = parseWith(schema, json, 'task') as AuditTask;
  taskSettings(task);
  const { account, analyzers, auditId, crossCheck, detail, id, partition, regions, sample, suppressed } = task;
  return {
    ...{ schema: AUDIT_TASK_SCHEMA, id, auditId, partition, account, regions },
    ...present({ analyzers, detail, sample, suppressed, crossCheck }),
  };
}

/**
 * The settings with which a task is read.
 *
 * @throws `InvalidInputError` for a task that cannot be read.
 */
export function taskSettings(task: AuditTask, signal?: AbortSignal): CollectSettings {
  const { schema: _schema, id: _id, partition: _partition, account, ...options } = task;
  return { ...collectSettings({ ...options, expectedAccount: account }, 'task'), signal };
}
