import { canonicalJson } from '../../model/canonical-json.ts';
import type { Filter } from '../../model/archive-rule.ts';
import type { FindingStore } from './finding-store.ts';
import type { StoredFinding } from './stored-finding.ts';

/** With fewer findings looking through all of them is as fast. */
const LARGE = 5_000;

interface Groups {
  readonly version: number;
  /** By resource type and owner: one finding that stands for all, and the positions, ascending. */
  readonly groups: readonly { readonly example: StoredFinding; readonly positions: readonly number[] }[];
  /** The positions that a filter chose, by the filter. */
  readonly chosen: Map<string, readonly number[]>;
}

const known = new WeakMap<FindingStore, Groups>();

/**
 * The positions, ascending, of the findings of a large analyzer that may match, when the filter names resource types or owner
 * accounts: a reader who splits a listing by these would otherwise have all findings looked through for each page of each part.
 * `matches` is asked of one finding of each type and owner, with a filter of these two alone.
 */
export function groupedPositions(
  store: FindingStore,
  { resourceType, resourceOwnerAccount }: Filter,
  matches: (finding: StoredFinding, filter: Filter) => boolean,
): readonly number[] | undefined {
  if (store.end < LARGE || (resourceType ?? resourceOwnerAccount) === undefined) return undefined;
  const split: Filter = {
    ...(resourceType === undefined ? {} : { resourceType }),
    ...(resourceOwnerAccount === undefined ? {} : { resourceOwnerAccount }),
  };
  const { chosen, groups } = groupsOf(store);
  const key = canonicalJson(split);
  let positions = chosen.get(key);
  if (positions === undefined) {
    positions = groups
      .filter(({ example }) => matches(example, split))
      .flatMap((group) => group.positions)
      .sort((left, right) => left - right);
    chosen.set(key, positions);
  }
  return positions;
}

/** The index in ascending positions of the first that is not below `start`. */
export function firstFrom(positions: readonly number[], start: number): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((positions[middle] ?? start) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

function groupsOf(store: FindingStore): Groups {
  const before = known.get(store);
  if (before?.version === store.version) return before;
  const groups = new Map<string, { readonly example: StoredFinding; readonly positions: number[] }>();
  for (const [position, example] of store.from(0)) {
    const key = `${example.resourceType} ${example.resourceOwnerAccount}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { example, positions: [position] });
    else group.positions.push(position);
  }
  const made = { version: store.version, groups: [...groups.values()], chosen: new Map<string, readonly number[]>() };
  known.set(store, made);
  return made;
}
