import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { found } from '../errors/found.ts';
import type { JournalResult } from '../journal/journal.ts';
import type { ArchiveRuleChange } from './archive-rule-change.ts';

/**
 * The rule stands, and what should have followed failed: applying it to the existing findings, or reading what that did. What failed
 * is the `cause`. `applyArchiveRule` does the rest; the same call again does, too, since the rule is then unchanged.
 */
export class IncompleteChangeError extends AccessAnalyzerKitError {
  /** What was done to the rule. */
  readonly change: ArchiveRuleChange;
  /** Whether the rule was applied: `done` when only the reading afterwards failed. */
  readonly applied: JournalResult;

  constructor(change: ArchiveRuleChange, applied: JournalResult, options: { readonly cause: unknown }) {
    super('INCOMPLETE_CHANGE', describe(change, applied, options.cause), options);
    this.change = change;
    this.applied = applied;
  }
}

function describe({ change, rule }: ArchiveRuleChange, applied: JournalResult, cause: unknown): string {
  const state = change === 'unchanged' ? 'is there as it was' : `was ${change}`;
  const next = {
    done: 'It was applied to the existing findings, and what that archived could not be read',
    failed: 'It was not applied to the existing findings',
    unknown: 'It is not known whether it was applied to the existing findings',
  }[applied];
  const why = cause instanceof Error ? cause.message : String(cause);
  return `The archive rule ${found(rule.ruleName)} ${state}. ${next}: ${why}`;
}
