import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { found } from '../errors/found.ts';
import type { AnalyzerAccess } from '../model/analyzer.ts';
import type { FilterInput } from '../model/archive-rule.ts';
import type { Finding } from '../model/finding.ts';
import { canHidePublic } from './can-hide-public.ts';
import { mayBePublic } from './may-be-public.ts';

/** What hides, and whether it may hide public access. */
export interface RefuseHidingPublicOptions {
  /** Only `true` lets public access be hidden. */
  readonly allowPublic?: boolean | undefined;
  /** What would hide it, as the subject of the message: `The archive rule "intended"`. */
  readonly what: string;
}

/** As {@link RefuseHidingPublicOptions}, for a filter. */
export interface RefuseHidingPublicFilterOptions extends RefuseHidingPublicOptions {
  /** What the analyzer looks for: findings of unused and internal access are never public. */
  readonly access?: AnalyzerAccess | undefined;
}

/**
 * The guard of every rule that hides: refuses a filter that could match public access, now or later.
 *
 * @throws an error with code `HIDES_PUBLIC_ACCESS`. See {@link canHidePublic} for what rules public access out.
 *
 * @example
 * ```ts
 * const filter = { resource: { eq: 'arn:aws:s3:::reports' }, isPublic: { eq: false } };
 * refuseHidingPublicFilter(filter, { what: 'The rule of our dashboard' });
 * ```
 */
export function refuseHidingPublicFilter(
  filter: FilterInput,
  { access, allowPublic, what }: RefuseHidingPublicFilterOptions,
): void {
  if (allowPublic === true || !canHidePublic(filter, { access })) return;
  throw new AccessAnalyzerKitError(
    'HIDES_PUBLIC_ACCESS',
    `${what} could hide public access, now or later: its filter does not ask for "isPublic": { "eq": ["false"] }. ` +
      'Add that criterion, or set allowPublic: true if public access is to be hidden.',
  );
}

const SHOWN = 3;

/**
 * The guard of every call that hides findings: refuses those that are public, or may be. None of the others is hidden either.
 *
 * @throws an error with code `HIDES_PUBLIC_ACCESS`. See {@link mayBePublic} for what counts.
 *
 * @example
 * ```ts
 * refuseHidingPublicFindings([finding], { what: 'Hiding this in our dashboard' });
 * ```
 */
export function refuseHidingPublicFindings(
  findings: Iterable<Finding>,
  { allowPublic, what }: RefuseHidingPublicOptions,
): void {
  if (allowPublic === true) return;
  const hidden = [...findings].filter(mayBePublic);
  if (hidden.length === 0) return;
  const named = hidden.slice(0, SHOWN).map((finding) => {
    const isPublic = finding.findingType === 'ExternalAccess' && finding.isPublic === true;
    return `${found(finding.id)} (${finding.resource === undefined ? finding.resourceType : found(finding.resource)}, ${isPublic ? 'public' : 'not known whether public'})`;
  });
  const more = hidden.length > SHOWN ? ` and ${hidden.length - SHOWN} more` : '';
  throw new AccessAnalyzerKitError(
    'HIDES_PUBLIC_ACCESS',
    `${what} would hide public access: ${named.join(', ')}${more}. Nothing was changed. ` +
      'Leave them out, or set allowPublic: true if public access is to be hidden.',
  );
}
