import type { Access, HiddenFinding, Verdict } from './verdict.ts';

/** What a verdict knows to be hidden, for asking after one access. */
export interface HiddenIn {
  /** Whether an archived finding that is named shows this access. */
  readonly shows: (access: Access) => boolean;
  /** Whether an archived finding that is only counted, or that was never asked for, could show it. */
  readonly mayHold: (access: Access) => boolean;
}

/** Reads what a verdict says of archived findings. */
export function hiddenIn(verdict: Verdict): HiddenIn {
  const { public: open, exceedsRead, errors } = verdict.suppressed;
  const named = [...open, ...exceedsRead, ...errors];
  const ids = new Set(named.map(idKey));
  // A changed access gets a new finding id, which a rule may archive at once: then only its subject tells.
  const subjects = new Set(
    named.map(({ account, region, resource, principal }) => subject(account, region, resource, principal.value)),
  );
  const unnamed = countUnnamed(verdict, new Map(named.map((finding) => [idKey(finding), finding])));
  const { complete } = verdict.summary.hidden;

  return {
    shows: ({ sightings, resource, principal }) =>
      sightings.some(
        (sighting) =>
          ids.has(idKey(sighting)) ||
          (resource !== undefined &&
            subjects.has(subject(sighting.account, sighting.region, resource, principal.value))),
      ),
    mayHold: ({ sightings }) =>
      !complete || sightings.some(({ account, region }) => (unnamed.get(placeOf(account, region)) ?? 0) > 0),
  };
}

function countUnnamed(verdict: Verdict, named: ReadonlyMap<string, HiddenFinding>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { account, region, archivedFindings } of verdict.regions) {
    const place = placeOf(account, region);
    counts.set(place, (counts.get(place) ?? 0) + archivedFindings);
  }
  const known = new Map<string, string>();
  for (const finding of named.values()) known.set(idKey(finding), placeOf(finding.account, finding.region));
  for (const { sightings } of verdict.accesses) {
    for (const sighting of sightings) {
      if (sighting.status === 'ARCHIVED') known.set(idKey(sighting), placeOf(sighting.account, sighting.region));
    }
  }
  for (const place of known.values()) counts.set(place, (counts.get(place) ?? 0) - 1);
  return counts;
}

function idKey({ analyzer, findingId }: { readonly analyzer: string; readonly findingId: string }): string {
  return JSON.stringify([analyzer, findingId]);
}

function subject(account: string, region: string, resource: string | undefined, principal: string): string {
  return JSON.stringify([account, region, resource ?? null, principal]);
}

function placeOf(account: string, region: string): string {
  return JSON.stringify([account, region]);
}
