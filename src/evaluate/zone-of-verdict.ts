import type { Assessment, Case } from './assess.ts';
import type { Policy } from './policy.ts';
import type { VerdictZone } from './verdict.ts';

const ZONES = ['account', 'organization'] as const;

const MEANING = {
  account: 'sharing with anybody outside the account is reported',
  organization: 'sharing inside the organization is never reported',
} as const;

/** Says which zone of trust the verdict speaks of: the zones that cover every Region judged. */
export function zoneOfVerdict(input: Case, assessment: Assessment, policy: Policy): VerdictZone {
  const judged = input.places.filter((place) => !place.disabled);
  const regionsOf = (zone: (typeof ZONES)[number]): number =>
    judged.filter((place) => assessment.coverage.get(place)?.zones.includes(zone)).length;
  const counts = ZONES.map((zone) => ({ zone, regions: regionsOf(zone) }));
  const covered = counts
    .filter(({ regions }) => judged.length > 0 && regions === judged.length)
    .map(({ zone }) => zone);
  return { wanted: policy.zoneOfTrust, covered, text: zoneText(counts, covered, judged.length) };
}

function zoneText(
  counts: readonly { readonly zone: (typeof ZONES)[number]; readonly regions: number }[],
  covered: readonly (typeof ZONES)[number][],
  total: number,
): string {
  if (covered.length > 0) return covered.map((zone) => `${zone} (${MEANING[zone]})`).join(' and ');
  const parts = counts.filter(({ regions }) => regions > 0);
  if (parts.length === 0) return 'none: no Region is covered by an analyzer that was read';
  return parts.map(({ zone, regions }) => `${zone} in ${regions} of ${total} Regions (${MEANING[zone]})`).join(', ');
}
