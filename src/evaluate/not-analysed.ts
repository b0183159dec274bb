import type { Access, RegionVerdict, Sighting, Verdict } from './verdict.ts';

/** One place where an access was seen, and is not any more. */
export interface LostSight {
  readonly sighting: Sighting;
  /** How the verdict that is silent covers the place. */
  readonly coverage: RegionVerdict['coverage'];
  /** Says of which resource it was: without one AWS named none. Undefined when nobody knows. */
  readonly of: () => Pick<Access, 'resource'> | undefined;
}

/**
 * Makes the check whether an error finding keeps a verdict from knowing of an access: of a resource that AWS could not
 * analyse, silence proves nothing. An error finding that is only counted or that names no resource may be of any.
 */
export function notAnalysed({ errorFindings, suppressed, regions }: Verdict): (lost: LostSight) => boolean {
  const errors = [...errorFindings, ...suppressed.errors];
  const ids = new Set(errors.map(({ analyzer, findingId }) => key(analyzer, findingId)));
  const resources = new Set(errors.map(({ region, resource = '' }) => key(region, resource)));
  const named = new Map<string, number>();
  for (const { account, region, resource } of errorFindings) {
    if (resource !== undefined) named.set(key(account, region), (named.get(key(account, region)) ?? 0) + 1);
  }
  // Each by account and Region, and by the Region alone: where the owner's analyzer covers, the owner reads its errors.
  const erring = new Set<string>();
  const unnamed = new Set<string>();
  for (const { account, region, errorFindings: count } of regions) {
    if (count === 0) continue;
    erring.add(key(account, region)).add(key(region));
    if (count > (named.get(key(account, region)) ?? 0)) unnamed.add(key(account, region)).add(key(region));
  }
  if (errors.length === 0 && erring.size === 0) return () => false;

  return ({ sighting: { account, region, analyzer, findingId }, coverage, of }) => {
    const place = coverage === 'covered-by-owner' ? key(region) : key(account, region);
    if (ids.has(key(analyzer, findingId)) || unnamed.has(place)) return true;
    const access = of();
    if (access === undefined) return false;
    return access.resource === undefined ? erring.has(place) : resources.has(key(region, access.resource));
  };
}

function key(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
