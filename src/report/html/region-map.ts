import type { RegionVerdict, Verdict } from '../../evaluate/verdict.ts';
import { html, type Html } from './html-text.ts';

/** More would be a wall: what matters most comes first, and the page says how many are left out. */
const MOST_TILES = 400;

const LOOKS: Readonly<
  Record<RegionVerdict['coverage'], { readonly text: string; readonly sign: string; readonly tone: string }>
> = {
  covered: { text: 'read', sign: '✓', tone: 'read' },
  'covered-by-owner': { text: 'read by the organization', sign: '✓', tone: 'read' },
  'not-covered': { text: 'no working analyzer', sign: '?', tone: 'unread' },
  unread: { text: 'not read', sign: '?', tone: 'unread' },
  accepted: { text: 'gap accepted, not read', sign: '!', tone: 'unread' },
  disabled: { text: 'disabled', sign: '–', tone: 'disabled' },
};

/** Every Region at a glance: read, unread, disabled, with counts. A tile filters the table. */
export function regionMap(verdict: Verdict): Html {
  const regions = [...verdict.regions].sort((left, right) => weight(right) - weight(left));
  const shown = regions.slice(0, MOST_TILES);
  const severalAccounts = new Set(regions.map(({ account }) => account)).size > 1;
  return html`<ul class="regions">
      ${shown.map((region) => tile(region, severalAccounts))}
    </ul>
    ${regions.length > shown.length && html`<p>${regions.length - shown.length} more Regions, without open accesses or of less weight, are in the JSON report.</p>`}`;
}

function tile(
  { account, activeFindings, coverage, errorFindings, problem, region }: RegionVerdict,
  withAccount: boolean,
): Html {
  const { sign, text, tone } = LOOKS[coverage];
  const errors = errorFindings === 0 ? '' : `, ${errorFindings} not analysed`;
  const counts = coverage === 'disabled' ? '' : `${activeFindings} open${errors}`;
  return html`<li>
    <button
      type="button"
      class="tile tile-${tone}${activeFindings > 0 && ' tile-open'}"
      data-region="${region}"
      title="${problem?.message ?? text}"
    >
      <span class="tile-name"><span aria-hidden="true">${sign}</span> ${region}</span>
      ${withAccount && html`<span class="tile-account">${account}</span>`}
      <span class="tile-state">${text}</span><span class="tile-count">${counts}</span>
    </button>
  </li>`;
}

/** Open first, then what could not be read. */
function weight({ activeFindings, coverage }: RegionVerdict): number {
  return activeFindings * 4 + (LOOKS[coverage].tone === 'unread' ? 2 : coverage === 'disabled' ? 0 : 1);
}
