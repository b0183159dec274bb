import type { FilterInput } from '../model/archive-rule.ts';
import type { Finding } from '../model/finding.ts';
import { refuseNoFilter } from './filter-shape.ts';
import { findingProperty, type FindingProperty } from './finding-property.ts';
import { matchCriterion, type AbsentUnderNeq } from './match-criterion.ts';
import { all, type FilterMatch } from './three-valued.ts';

/** Options of {@link matchFilter}. */
export interface MatchFilterOptions {
  /**
   * What a property that the finding lacks does under `neq`. AWS does not say. `match` and `no-match` also declare the
   * finding complete (a fake service holds the truth): a member that is missing is then absent, never unknown.
   *
   * @defaultValue 'uncertain'
   */
  readonly absentUnderNeq?: AbsentUnderNeq | undefined;
}

const ABSENT: FindingProperty = { state: 'absent' };

/**
 * Judges a finding by a filter as Access Analyzer does, offline: every property must hold, every operator of a property
 * must hold, and the values of one operator are alternatives (`neq`: none of them).
 *
 * Strings are compared as they are: case counts and `*` and `?` mean themselves. Answers `uncertain`, never `yes`, for
 * a member that this copy of the finding lacks, for an absent property under `neq`, and for a key, an operator or an
 * empty list that AWS would refuse. An empty filter matches everything.
 *
 * The criteria are not checked: see {@link normalizeFilter}. One that is none is `uncertain`.
 *
 * @throws {@link InvalidInputError} for a filter that is no object.
 *
 * @example
 * ```ts
 * matchFilter(finding, { isPublic: { eq: true } }); // 'uncertain' where AWS did not say
 * ```
 */
export function matchFilter(finding: Finding, filter: FilterInput, options: MatchFilterOptions = {}): FilterMatch {
  const { absentUnderNeq = 'uncertain' } = options;
  refuseNoFilter(filter);
  return all(Object.entries(filter), ([key, criterion]) => {
    const property = findingProperty(finding, key);
    if (property === undefined) return 'uncertain';
    const known = property.state === 'unknown' && absentUnderNeq !== 'uncertain' ? ABSENT : property;
    return matchCriterion(key, known, criterion, absentUnderNeq);
  });
}

/**
 * Whether a finding certainly matches a filter. A possible match is no match: what must not hide or excuse by mistake
 * asks this function. {@link matchFilter} tells "no" from "uncertain".
 *
 * @example
 * ```ts
 * matchesFilter(finding, { resourceType: { eq: 'AWS::S3::Bucket' }, isPublic: { eq: false } });
 * ```
 */
export function matchesFilter(finding: Finding, filter: FilterInput): boolean {
  return matchFilter(finding, filter) === 'yes';
}
