import type { AnalyzerAccess } from '../../model/analyzer.ts';
import type { ArchiveRule, Filter, FilterInput } from '../../model/archive-rule.ts';

/**
 * `error`: AWS or this library refuses the rule, or it does nothing. `warning`: it probably does not do what was meant.
 * `info`: know this.
 */
export type DiagnosticSeverity = 'error' | 'warning' | 'info';

/** What {@link lintArchiveRule} can find. */
export type DiagnosticCode =
  | 'invalid-name'
  | 'invalid-filter'
  | 'key-not-allowed'
  | 'undocumented-key'
  | 'hides-public-access'
  | 'no-public-guard'
  | 'matches-everything'
  | 'too-broad'
  | 'never-matches'
  | 'unknown-value'
  | 'literal-wildcard'
  | 'exists-not-alone'
  | 'duplicate'
  | 'shadowed'
  | 'hides-wider-access';

/** One thing to know about an archive rule. */
export interface Diagnostic {
  /** Beside `invalid-filter` nothing but the name was checked. */
  readonly code: DiagnosticCode;
  /**
   * Follows from `code`, but for three: `literal-wildcard` is `info` on a `condition.` key and `warning` on others, `unknown-value` an
   * `error` on `isPublic` and a `warning` on others, `matches-everything` an `error` for a filter without criteria and else a `warning`.
   */
  readonly severity: DiagnosticSeverity;
  /**
   * One or two sentences: what it is and what to do. Without a line break; control and invisible characters in values and names are
   * written as `\u{a}`.
   */
  readonly message: string;
  /** The filter key that it is about; absent when it is about the whole rule. */
  readonly key?: string;
}

/** What a rule stands beside. */
export interface LintArchiveRuleContext {
  /** The other rules of the same analyzer; one of the same name is the rule's own earlier state and is left out. */
  readonly rules?: readonly Pick<ArchiveRule, 'ruleName' | 'filter'>[] | undefined;
  /**
   * What the analyzer looks for.
   *
   * @defaultValue 'external'
   */
  readonly access?: AnalyzerAccess | undefined;
}

/** A rule as people write it. */
export interface ArchiveRuleInput {
  /** AWS takes 1 to 255 letters, digits, `_`, `.` and `-`, the first a letter. */
  readonly ruleName: string;
  /** All criteria must match. Without any it would match every finding, and is refused wherever a rule is written. */
  readonly filter: FilterInput;
}

/** What a check gets: the rule with its filter in AWS's form. */
export interface LintSubject {
  readonly ruleName: string;
  readonly filter: Filter;
  readonly access: AnalyzerAccess;
  readonly rules: readonly Pick<ArchiveRule, 'ruleName' | 'filter'>[];
}

/** One check of an archive rule. */
export type Lint = (subject: LintSubject) => readonly Diagnostic[];
