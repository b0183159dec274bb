import { compareBy, sortedUnique } from '../../model/compare.ts';
import type { RegionVerdict } from '../../evaluate/verdict.ts';
import { html, type Html } from './html-text.ts';
import { REGION_LOOKS, regionCounts } from './region-look.ts';

/** More would be a wall: those with open accesses and unread Regions come first, and the page says how many are left out. */
const MOST_ACCOUNTS = 200;

interface AccountRow {
  readonly account: string;
  readonly regions: ReadonlyMap<string, RegionVerdict>;
  readonly open: number;
  readonly unread: number;
}

/** The Regions of several accounts as a table: a line an account, a column a Region. */
export function regionMatrix(regions: readonly RegionVerdict[]): Html {
  const names = sortedUnique(regions.map(({ region }) => region));
  const rows = accountRows(regions);
  const shown = rows.slice(0, MOST_ACCOUNTS);
  return html`<div class="card scroll">
      <table class="matrix">
        <caption class="spoken">
          What was read of each account and Region, and how many accesses are open there
        </caption>
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col" class="number">Open</th>
            <th scope="col" class="number">Unread</th>
            ${names.map((name) => html`<th scope="col" class="turned"><span>${name}</span></th>`)}
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            ({ account, open, regions: own, unread }) =>
              html`<tr>
                <th scope="row">${account}</th>
                <td class="number${open > 0 && ' tile-count'}">${open}</td>
                <td class="number">${unread}</td>
                ${names.map((name) => cell(account, name, own.get(name)))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${rows.length > shown.length && html`<p class="soft">${rows.length - shown.length} more accounts, with fewer open accesses or none, are in the JSON report.</p>`}`;
}

function accountRows(regions: readonly RegionVerdict[]): AccountRow[] {
  const accounts = new Map<string, Map<string, RegionVerdict>>();
  for (const region of regions) {
    const own = accounts.get(region.account) ?? new Map<string, RegionVerdict>();
    accounts.set(region.account, own.set(region.region, region));
  }
  return [...accounts]
    .map(([account, own]): AccountRow => {
      const all = [...own.values()];
      return {
        account,
        regions: own,
        open: all.reduce((sum, { activeFindings }) => sum + activeFindings, 0),
        unread: all.filter(({ coverage }) => REGION_LOOKS[coverage].tone === 'unread').length,
      };
    })
    .sort(
      (left, right) =>
        right.open - left.open ||
        right.unread - left.unread ||
        compareBy<AccountRow>(({ account }) => account)(left, right),
    );
}

function cell(account: string, name: string, region: RegionVerdict | undefined): Html {
  if (region === undefined)
    return html`<td class="mark"><span class="soft" title="${name} of ${account}: not in scope">·</span></td>`;
  const { activeFindings, coverage, problem } = region;
  const { sign, text, tone } = REGION_LOOKS[coverage];
  const counts = regionCounts(region);
  return html`<td class="mark">
    <button
      type="button"
      class="tile tile-small tile-${tone}${activeFindings > 0 && ' tile-open'}"
      data-region="${name}"
      data-account="${account}"
      aria-label="${name} of ${account}: ${text}${counts !== '' && `, ${counts}`}"
      title="${problem?.message ?? text}"
    >
      ${activeFindings > 0 ? activeFindings : sign}
    </button>
  </td>`;
}
