import type { Criterion, Filter } from '../../model/archive-rule.ts';
import type { Finding } from '../../model/finding.ts';

/** The members by which findings are split: every finding has them, by AWS's model. */
export const SLICE_KEYS = ['resourceType', 'resourceOwnerAccount'] as const;

/** One of {@link SLICE_KEYS}. */
export type SliceKey = (typeof SLICE_KEYS)[number];

/** Either some values of a member, or all but some. */
export type SliceCriterion =
  { readonly eq: readonly string[]; readonly neq?: never } | { readonly neq: readonly string[]; readonly eq?: never };

/** A part of an analyzer's findings. Without members: all of them. */
export type Slice = Readonly<Partial<Record<SliceKey, SliceCriterion>>>;

/** The caller's filter, narrowed to a slice. A slice is only ever split by a key whose criterion it may replace. */
export function sliceFilter(filter: Filter | undefined, slice: Slice): Filter | undefined {
  const narrowed: Record<string, Criterion> = { ...filter, ...slice };
  return Object.keys(narrowed).length === 0 ? undefined : narrowed;
}

/** What a finding says of a key; undefined when it says nothing. */
export function sliceValue(finding: Finding, key: SliceKey): string | undefined {
  if (key === 'resourceOwnerAccount') return finding.resourceOwnerAccount;
  return finding.resourceType === 'UNKNOWN' ? undefined : finding.resourceType;
}

/**
 * Whether a finding does not belong into the slice whose answer it came in. One that lacks the member is outside too: nobody
 * knows into which slice AWS would put it, if into any.
 */
export function isOutside(finding: Finding, slice: Slice): boolean {
  return SLICE_KEYS.some((key) => {
    const criterion = slice[key];
    if (criterion === undefined) return false;
    const value = sliceValue(finding, key);
    if (value === undefined) return true;
    return criterion.eq === undefined ? criterion.neq.includes(value) : !criterion.eq.includes(value);
  });
}
