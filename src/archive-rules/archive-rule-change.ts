import type { WriteOptions } from '../journal/write-options.ts';
import type { ArchiveRule } from '../model/archive-rule.ts';
import type { ArchivedFinding } from './archived-finding.ts';

/** Options of everything that writes archive rules. */
export interface ArchiveRuleWriteOptions extends WriteOptions {
  /**
   * How often the findings are read at most after a rule was applied, until those that it certainly matches are seen as ARCHIVED. AWS does
   * not say whether applying is over when the call is.
   *
   * @defaultValue 5
   */
  readonly confirmAttempts?: number | undefined;
  /**
   * Milliseconds between two of these readings.
   *
   * @defaultValue 1000
   */
  readonly confirmDelayMs?: number | undefined;
}

/**
 * What applying a rule to the existing findings did, or in a dry run would do. AWS reports nothing, so this compares the findings that
 * were ACTIVE before with what the same findings are afterwards. Each list is sorted by id.
 *
 * Where somebody else, or another rule, acts at the same time the comparison may be off: a finding that they archived stands in
 * `archived`, too (with `match: 'no'` unless the rule matches it as well), and a finding that is born after the first reading and archived
 * at once stands nowhere.
 */
export interface ArchiveRuleEffect {
  /** ACTIVE before, ARCHIVED after. In a dry run: those that the rule certainly matches, still ACTIVE. */
  readonly archived: readonly ArchivedFinding[];
  /** Certainly matched by the rule, and still ACTIVE when last read. None in a dry run. */
  readonly pending: readonly ArchivedFinding[];
  /** May be matched by the rule, and still ACTIVE when last read. AWS does not document what decides these. */
  readonly uncertain: readonly ArchivedFinding[];
  /** Matched or possibly matched by the rule, and neither ACTIVE nor ARCHIVED any more: resolved or deleted in between. */
  readonly gone: readonly ArchivedFinding[];
}

/** What a write of a rule did, or in a dry run would do. The effect stands there when the rule was applied to existing findings. */
export interface ArchiveRuleChange extends Partial<ArchiveRuleEffect> {
  /** As it is now, its filter in AWS's order. Time stamps are those that were read: a rule just made has none. */
  readonly rule: ArchiveRule;
  /** What became of the rule. `unchanged`: it was so already, and nothing was written to it. */
  readonly change: 'created' | 'updated' | 'unchanged';
  /** Whether this is what would be: no call that changes anything was made. */
  readonly dryRun: boolean;
}

/** What {@link applyArchiveRule} did, or in a dry run would do. */
export type AppliedArchiveRule = ArchiveRuleChange & ArchiveRuleEffect;

/** What {@link deleteArchiveRule} did, or in a dry run would do. */
export interface ArchiveRuleDeletion {
  /** As it was. */
  readonly rule: ArchiveRule;
  /** `unchanged`: somebody else deleted it between the reading and the deletion. */
  readonly change: 'deleted' | 'unchanged';
  /** Whether this is what would be: no call that changes anything was made. */
  readonly dryRun: boolean;
}
