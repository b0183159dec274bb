import * as v from 'valibot';
import { schemaOf, type Schema } from '../../model/schema.ts';
import { strictObjectOf } from '../../model/object-schema.ts';
import { nonEmptyText } from '../../model/value-schemas.ts';
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
  /** The `startedAt` of the run that saved it: several runs may bear one audit's id. */
  readonly begun: string;
  readonly savedAt: string;
  /** Of the second line. */
  readonly sha256: string;
}

/** As `toISOString` writes it. */
const time = /* @__PURE__ */ schemaOf(() =>
  v.pipe(
    v.string(),
    v.check((value) => toTimestamp(value) === value),
  ),
);
const text = /* @__PURE__ */ schemaOf(() => nonEmptyText());

const runRecord: Schema<RunRecord> = /* @__PURE__ */ schemaOf(() =>
  strictObjectOf({
    schema: v.literal(CHECKPOINT_SCHEMA),
    kind: v.literal('run'),
    plan: text(),
    auditId: text(),
    startedAt: time(),
    finishedAt: v.optional(time()),
    about: v.string(),
  }),
);

const taskHeader: Schema<TaskHeader> = /* @__PURE__ */ schemaOf(() =>
  strictObjectOf({
    schema: v.literal(CHECKPOINT_SCHEMA),
    kind: v.literal('task'),
    plan: text(),
    auditId: text(),
    task: text(),
    begun: time(),
    savedAt: time(),
    sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
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
  const result = v.safeParse(schema(), value);
  return result.success ? result.output : undefined;
}
