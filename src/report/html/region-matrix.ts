import { compareBy, sortedUnique } from '../../model/compare.ts';
import type { AccountScope, RegionVerdict } from '../../evaluate/verdict.ts';
import { html, type Html } from './html-text.ts';
import { REGION_LOOKS, regionCounts } from './region-look.ts';

/** More would be a wall: those with open accesses, unread accounts and unread Regions come first, and the page says how many are left out. */
const MOST_ACCOUNTS = 200;

const NONE_KNOWN = '✕ not read: none of its Regions is known';

interface AccountRow {
  readonly account: string;
  readonly regions: ReadonlyMap<string, RegionVerdict>;
  readonly open: number;
  readonly unread: number;
}

/** The Regions of several accounts as a table: a line an account, a column a Region. Of the `unread` accounts none is known. */
export function regionMatrix(regions: readonly RegionVerdict[], unread: readonly AccountScope[]): Html {
  const names = sortedUnique(regions.map(({ region }) => region));
  const rows = accountRows(regions, unread);
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
          ${shown.map((row) => line(row, names))}
        </tbody>
      </table>
    </div>
    ${rows.length > shown.length && html`<p class="soft">${rows.length - shown.length} more accounts, with fewer open accesses or none, are in the JSON report.</p>`}`;
}

function line({ account, open, regions, unread }: AccountRow, names: readonly string[]): Html {
  const known = regions.size > 0;
  return html`<tr>
    <th scope="row">${account}</th>
    <td class="number${open > 0 && ' tile-count'}">${known ? open : '?'}</td>
    <td class="number">${known ? unread : 'all'}</td>
    ${known ? names.map((name) => cell(account, name, regions.get(name))) : html`<td colspan="${names.length}">${NONE_KNOWN}</td>`}
  </tr>`;
}

function accountRows(regions: readonly RegionVerdict[], unread: readonly AccountScope[]): AccountRow[] {
  const accounts = new Map<string, Map<string, RegionVerdict>>(unread.map(({ account }) => [account, new Map()]));
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
        Number(left.regions.size > 0) - Number(right.regions.size > 0) ||
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
