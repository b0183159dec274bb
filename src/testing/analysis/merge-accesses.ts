import { canonicalJson } from '../../model/canonical-json.ts';
import { compareBy, sortedUnique } from '../../model/compare.ts';
import type { FindingSource } from '../../model/finding.ts';
import type { FakeAccess } from '../types.ts';

/** One access for each principal and condition, as Access Analyzer has one finding for each: actions and sources united. */
export function mergeAccesses(accesses: readonly FakeAccess[]): FakeAccess[] {
  const merged = new Map<string, FakeAccess>();
  for (const access of accesses) {
    const key = canonicalJson([access.principal, access.condition]);
    const before = merged.get(key);
    merged.set(key, before === undefined ? normalized(access) : normalized(unite(before, access)));
  }
  return [...merged.values()].sort(
    compareBy(
      ({ principal }) => canonicalJson(principal),
      ({ condition }) => canonicalJson(condition),
    ),
  );
}

function unite(left: FakeAccess, right: FakeAccess): FakeAccess {
  return {
    ...left,
    action: [...left.action, ...right.action],
    isPublic: left.isPublic || right.isPublic,
    ...(left.sources === undefined && right.sources === undefined
      ? {}
      : { sources: [...(left.sources ?? []), ...(right.sources ?? [])] }),
  };
}

function normalized(access: FakeAccess): FakeAccess {
  const action = sortedUnique(access.action);
  if (access.sources === undefined) return { ...access, action };
  const sources = new Map<string, FindingSource>(access.sources.map((source) => [canonicalJson(source), source]));
  return { ...access, action, sources: [...sources.values()] };
}
