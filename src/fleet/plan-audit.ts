import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { collectSettings } from '../evidence/collect-evidence-options.ts';
import { sortedUnique } from '../model/compare.ts';
import { present } from '../model/loose.ts';
import { parseWith } from '../model/parse-with.ts';
import { schemaOf, type Schema } from '../model/schema.ts';
import { partObjectOf } from '../model/object-schema.ts';
import { accountId } from '../model/value-schemas.ts';
import { AUDIT_TASK_SCHEMA, partitionSchema, type AuditTask, type ReadingOptions } from './audit-task.ts';

/** What is to be audited. */
export interface PlanAuditOptions extends ReadingOptions {
  /** Twelve digits each. */
  readonly accounts: readonly string[];
  /**
   * `enabled`: every Region that each account has enabled; one task an account. A list: those alone, which the verdict says;
   * one task for each account and Region.
   *
   * @defaultValue 'enabled'
   */
  readonly regions?: 'enabled' | readonly string[] | undefined;
  /**
   * One id for all parts of the audit.
   *
   * @defaultValue a random UUID
   */
  readonly auditId?: string | undefined;
  /**
   * The partition of the accounts.
   *
   * @defaultValue 'aws'
   */
  readonly partition?: string | undefined;
}

const schema: Schema<Pick<PlanAuditOptions, 'accounts' | 'partition'>> = /* @__PURE__ */ schemaOf(() =>
  partObjectOf({
    accounts: v.pipe(v.array(accountId()), v.minLength(1, 'at least one account')),
    partition: v.optional(partitionSchema()),
  }),
);

/**
 * Splits an audit into tasks that are done apart: in one process, by the workers of a queue, by the functions of a state machine.
 * Each gives evidence; `mergeAudit` joins it and says which task gave none. The tasks of one account stand together, accounts
 * and Regions in order; an account that is named twice is audited once.
 *
 * @throws `InvalidInputError` for a wrong option, naming it.
 * @example
 * ```ts
 * const tasks = planAudit({ accounts: ['111122223333', '444455556666'], regions: ['eu-west-1', 'us-east-1'] });
 * console.log(tasks.length); // 4
 * ```
 */
export function planAudit(options: PlanAuditOptions): AuditTask[] {
  const subject = 'options of planAudit';
  const { accounts, partition = 'aws' } = parseWith(schema, options, subject);
  const { accounts: _accounts, partition: _partition, ...reading } = options;
  const { regions } = collectSettings(reading, subject);
  const { analyzers, auditId = randomUUID(), crossCheck, detail, sample, suppressed } = options;
  const rest = present({ analyzers, detail, sample, suppressed, crossCheck });
  const base = { schema: AUDIT_TASK_SCHEMA, auditId, partition } as const;
  return sortedUnique(accounts).flatMap((account): AuditTask[] =>
    regions === 'enabled'
      ? [{ ...base, id: account, account, regions, ...rest }]
      : sortedUnique(regions).map((region) => ({
          ...{ ...base, id: `${account}.${region}`, account, regions: [region] },
          ...rest,
        })),
  );
}
