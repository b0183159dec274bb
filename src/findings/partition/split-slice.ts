import { MAX_CRITERION_VALUES } from '../../filters/normalize-filter.ts';
import type { AnalyzerAccess } from '../../model/analyzer.ts';
import type { Filter } from '../../model/archive-rule.ts';
import { RESOURCE_TYPES } from '../../model/finding.ts';
import { SLICE_KEYS, type Slice, type SliceKey } from './slice.ts';

/** What was seen of the findings of a slice so far. */
export interface SeenValues {
  /** How many findings had which value, for each key. */
  readonly counts: Readonly<Record<SliceKey, ReadonlyMap<string, number>>>;
  /** The keys that some finding lacked: AWS's "required" is no promise. */
  readonly lacking: ReadonlySet<SliceKey>;
}

/** What a slice is split of. */
export interface SplitOptions {
  /** The caller's filter. */
  readonly filter: Filter | undefined;
  /** What the analyzer looks for. */
  readonly access: AnalyzerAccess;
  readonly seen: SeenValues;
}

/** The resource types that the findings of each kind of analyzer are about ("access-analyzer-resources"). */
const TYPES: Readonly<Record<AnalyzerAccess, readonly string[]>> = {
  external: RESOURCE_TYPES.filter((type) => type !== 'AWS::IAM::User'),
  internal: [
    'AWS::S3::Bucket',
    'AWS::S3Express::DirectoryBucket',
    'AWS::RDS::DBSnapshot',
    'AWS::RDS::DBClusterSnapshot',
    'AWS::DynamoDB::Table',
    'AWS::DynamoDB::Stream',
  ],
  unused: ['AWS::IAM::Role', 'AWS::IAM::User'],
  unknown: RESOURCE_TYPES,
};

/**
 * Splits a slice into disjoint ones that together are the whole of it: by resource type, and what is of one type by owner
 * account. One part has each value that is named, and one all values that are not, so that a type of next year, or an
 * account that was not seen yet, is in one of them too. Undefined when it cannot be split, or nothing promises a gain.
 */
export function splitSlice(slice: Slice, options: SplitOptions): readonly Slice[] | undefined {
  for (const key of SLICE_KEYS) {
    if (slice[key] !== undefined || options.seen.lacking.has(key)) continue;
    const parts = splitBy(key, slice, options);
    if (parts !== undefined) return parts;
  }
  return undefined;
}

function splitBy(key: SliceKey, slice: Slice, { access, filter, seen }: SplitOptions): readonly Slice[] | undefined {
  const part = (values: readonly string[]): Slice => ({ ...slice, [key]: { eq: values } });
  const given = filter?.[key];
  if (given !== undefined) {
    // AWS takes one criterion for a key: only that of a list of values can be narrowed within itself.
    const { eq } = given;
    if (eq === undefined || eq.length < 2 || Object.keys(given).length > 1) return undefined;
    return eq.map((value) => part([value]));
  }
  const names = key === 'resourceType' ? typeNames(access, seen) : ownerNames(seen);
  if (names === undefined) return undefined;
  return [...names.map((name) => part([name])), { ...slice, [key]: { neq: names } }];
}

/** Every known type and every other that was seen; none of them when they are more than a criterion takes. */
function typeNames(access: AnalyzerAccess, { counts }: SeenValues): readonly string[] | undefined {
  const names = [...new Set([...byFrequency(counts.resourceType), ...TYPES[access]])];
  return names.length > MAX_CRITERION_VALUES ? undefined : names;
}

/** The accounts that were seen most. With a single one there is nothing to split. */
function ownerNames({ counts }: SeenValues): readonly string[] | undefined {
  const names = byFrequency(counts.resourceOwnerAccount);
  return names.length < 2 ? undefined : names.slice(0, MAX_CRITERION_VALUES);
}

function byFrequency(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].sort(([, left], [, right]) => right - left).map(([value]) => value);
}
