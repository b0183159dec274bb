import * as z from 'zod/mini';
import { schemaOf, type Schema } from '../../model/schema.ts';
import { toTimestamp } from '../../model/timestamp.ts';

/** The schema of what is saved. One of any other version is not used. */
export const CHECKPOINT_SCHEMA = 'access-analyzer-kit/checkpoint@1';

/** What a checkpoint says of its run. */
export interface RunRecord {
  readonly schema: typeof CHECKPOINT_SCHEMA;
  readonly kind: 'run';
  readonly plan: string;
  readonly auditId: string;
  readonly startedAt: string;
  /** The run came to its end. */
  readonly finishedAt?: string | undefined;
  /** For a person who looks into it. */
  readonly about: string;
}

/** The first line of what is saved of a task; the evidence is the second. */
export interface TaskHeader {
  readonly schema: typeof CHECKPOINT_SCHEMA;
  readonly kind: 'task';
  readonly plan: string;
  readonly auditId: string;
  readonly task: string;
  readonly savedAt: string;
  /** Of the second line. */
  readonly sha256: string;
}

/** As `toISOString` writes it. */
const time = schemaOf(() => z.string().check(z.refine((value) => toTimestamp(value) === value)));
const text = schemaOf(() => z.string().check(z.minLength(1)));

const runRecord: Schema<RunRecord> = schemaOf(() =>
  z.strictObject({
    schema: z.literal(CHECKPOINT_SCHEMA),
    kind: z.literal('run'),
    plan: text(),
    auditId: text(),
    startedAt: time(),
    finishedAt: z.optional(time()),
    about: z.string(),
  }),
);

const taskHeader: Schema<TaskHeader> = schemaOf(() =>
  z.strictObject({
    schema: z.literal(CHECKPOINT_SCHEMA),
    kind: z.literal('task'),
    plan: text(),
    auditId: text(),
    task: text(),
    savedAt: time(),
    sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  }),
);

/** Reads a run's record; undefined for what is none. */
export function parseRunRecord(json: string): RunRecord | undefined {
  return parse(runRecord, json);
}

/** Reads a task's header; undefined for what is none. */
export function parseTaskHeader(json: string): TaskHeader | undefined {
  return parse(taskHeader, json);
}

function parse<T>(schema: Schema<T>, json: string): T | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  const result = schema().safeParse(value);
  return result.success ? result.data : undefined;
}
