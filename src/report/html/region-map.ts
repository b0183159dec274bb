import { compareStrings } from '../../model/compare.ts';
import type { RegionVerdict, Verdict } from '../../evaluate/verdict.ts';
import { accountsWithoutRegions } from '../accounts-without-regions.ts';
import { html, type Html } from './html-text.ts';
import { REGION_LOOKS, regionCounts } from './region-look.ts';
import { regionMatrix } from './region-matrix.ts';

/** Parts of the world by the beginning of a Region's name, the longer beginnings first. */
const AREAS: readonly (readonly [prefix: string, name: string])[] = [
  ['us-gov-', 'AWS GovCloud (US)'],
  ['us-iso', 'AWS isolated (US)'],
  ['eu-iso', 'AWS isolated (Europe)'],
  ['us-', 'United States'],
  ['ca-', 'Canada'],
  ['mx-', 'Mexico'],
  ['sa-', 'South America'],
  ['eusc-', 'AWS European Sovereign Cloud'],
  ['eu-', 'Europe'],
  ['il-', 'Israel'],
  ['me-', 'Middle East'],
  ['af-', 'Africa'],
  ['ap-', 'Asia Pacific'],
  ['cn-', 'China'],
];
const ELSEWHERE = 'Elsewhere';

/**
 * Every Region at a glance: read, unread, disabled, with counts. Of one account by the part of the world, of several as a table,
 * a line an account, those included of which no Region is known. Each Region filters the findings.
 */
export function regionMap(verdict: Verdict): Html {
  const { regions } = verdict;
  if (regions.length === 0)
    return html`<p class="card empty">No Region was in scope: nothing was read, and nothing is known.</p>`;
  const known = new Set(regions.map(({ account }) => account));
  const unknown = accountsWithoutRegions(verdict).filter(({ account }) => !known.has(account));
  const accounts = known.size + unknown.length;
  return html`${legend(regions)} ${accounts > 1 ? regionMatrix(regions, unknown) : tiles(regions)}`;
}

function legend(regions: readonly RegionVerdict[]): Html {
  return html`<ul class="legend">
    ${Object.entries(REGION_LOOKS).map(([coverage, { sign, text, tone }]) => {
      const count = regions.filter((region) => region.coverage === coverage).length;
      if (count === 0) return false;
      return html`<li>
        <span class="sign sign-${tone}" aria-hidden="true">${sign}</span> <strong>${count}</strong> ${text}
      </li>`;
    })}
  </ul>`;
}

function tiles(regions: readonly RegionVerdict[]): Html {
  const areas = new Map<string, RegionVerdict[]>();
  for (const region of [...regions].sort((left, right) => compareStrings(left.region, right.region))) {
    const area = areaOf(region.region);
    areas.set(area, [...(areas.get(area) ?? []), region]);
  }
  const names = [...new Set([...AREAS.map(([, name]) => name), ELSEWHERE])].filter((name) => areas.has(name));
  return html`<div class="areas">
    ${names.map((name) => {
      const inside = areas.get(name) ?? [];
      return html`<section class="area">
        <h3>${name}</h3>
        <ul class="regions">
          ${inside.map(tile)}
        </ul>
      </section>`;
    })}
  </div>`;
}

function tile(region: RegionVerdict): Html {
  const { activeFindings, coverage, problem } = region;
  const { sign, text, tone } = REGION_LOOKS[coverage];
  return html`<li>
    <button
      type="button"
      class="tile tile-${tone}${activeFindings > 0 && ' tile-open'}"
      data-region="${region.region}"
      title="${problem?.message ?? text}"
    >
      <span class="tile-name">${region.region}</span>
      <span class="tile-state"><span class="sign-${tone}" aria-hidden="true">${sign}</span> ${text}</span>
      <span class="tile-count">${regionCounts(region)}</span>
    </button>
  </li>`;
}

function areaOf(region: string): string {
  return AREAS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? ELSEWHERE;
}
