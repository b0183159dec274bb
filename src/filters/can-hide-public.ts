import type { AnalyzerAccess } from '../model/analyzer.ts';
import type { FilterInput } from '../model/archive-rule.ts';
import { criterionValues } from './criterion-values.ts';

/** Options of {@link canHidePublic}. */
export interface CanHidePublicOptions {
  /** What the analyzer looks for: findings of unused and internal access are never public. */
  readonly access?: AnalyzerAccess | undefined;
}

/** Finding types that AWS does not report for access from outside. */
const NEVER_PUBLIC: readonly string[] = [
  'InternalAccess',
  'UnusedIAMRole',
  'UnusedIAMUserAccessKey',
  'UnusedIAMUserPassword',
  'UnusedPermission',
];

/**
 * Whether a filter could match public access, now or later: the one guard of everything that hides or excuses.
 *
 * Only two things rule public access out: `isPublic` equal to `false` alone, or `findingType` equal to nothing but types
 * that are never public. `isPublic` other than `true` does not, since what AWS does with an absent `isPublic` there is
 * unverified; nor does a named principal, since one resource's grants can change under the same rule.
 *
 * @example
 * ```ts
 * canHidePublic({ resource: { eq: 'arn:aws:s3:::reports' } }); // true
 * canHidePublic({ resource: { eq: 'arn:aws:s3:::reports' }, isPublic: { eq: false } }); // false
 * ```
 */
export function canHidePublic(filter: FilterInput, options: CanHidePublicOptions = {}): boolean {
  if (options.access === 'unused' || options.access === 'internal') return false;
  return !(only(filter, 'isPublic', ['false']) || only(filter, 'findingType', NEVER_PUBLIC));
}

/** Whether the filter asks that a property equals one of the allowed values. */
function only(filter: FilterInput, key: string, allowed: readonly string[]): boolean {
  const criterion = Object.hasOwn(filter, key) ? filter[key] : undefined;
  if (criterion?.eq === undefined) return false;
  const values = criterionValues(criterion.eq);
  return values.length > 0 && values.every((value) => allowed.includes(value));
}
