import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { found } from '../errors/found.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import type { ArchiveRule, Filter } from '../model/archive-rule.ts';

/** A rule of that name exists and has another filter. Nothing was changed. */
export class ArchiveRuleConflictError extends AccessAnalyzerKitError {
  /** The rule that exists. */
  readonly existing: ArchiveRule;
  /** The filter that was asked for. */
  readonly filter: Filter;

  constructor(existing: ArchiveRule, filter: Filter, options?: { readonly cause?: unknown }) {
    super(
      'CONFLICT',
      `The archive rule ${found(existing.ruleName)} exists with another filter: ${shown(existing.filter)}, not ${shown(filter)}. Nothing was changed: updateArchiveRule replaces the filter.`,
      options,
    );
    this.existing = existing;
    this.filter = filter;
  }
}

const LIMIT = 400;

function shown(filter: Filter): string {
  const text = canonicalJson(filter);
  return text.length > LIMIT ? `${text.slice(0, LIMIT)}…` : text;
}
