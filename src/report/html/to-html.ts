import { createHash } from 'node:crypto';
import { sortedUnique } from '../../model/compare.ts';
import type { Verdict } from '../../evaluate/verdict.ts';
import { headlineText } from '../headline.ts';
import { charts } from './charts.ts';
import { difference } from './difference.ts';
import { html, scriptData, type Html } from './html-text.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';
import { toPageRow, type PageRow } from './page-row.ts';
import { regionMap } from './region-map.ts';
import { unread } from './unread.ts';

/** Options of {@link toHtml}. */
export interface ToHtmlOptions {
  /** An earlier verdict: the page shows what changed since. */
  readonly before?: Verdict | undefined;
  /**
   * How many accesses, the worst first, carry their remediation plan. A plan takes 2 to 4 kB.
   *
   * @defaultValue 1000
   */
  readonly plans?: number | undefined;
}

/** Rows that a reader without scripts (a mail program, say) sees. */
const STATIC_ROWS = 50;
const DEFAULT_PLANS = 1_000;

/**
 * A verdict as one page for whoever must decide: a self-contained HTML file that asks no network, runs nothing but its own script
 * (by its Content-Security-Policy), and works from a disk or an e-mail. Every text from AWS is escaped. Pure: the same
 * verdict gives the same bytes.
 *
 * @example
 * ```ts
 * await writeFile('report.html', toHtml(verdict), { mode: 0o600 });
 * ```
 */
export function toHtml(verdict: Verdict, { before, plans = DEFAULT_PLANS }: ToHtmlOptions = {}): string {
  const rows = verdict.accesses.map((access, index) => toPageRow(access, { withPlan: index < plans }));
  const policy = `default-src 'none'; style-src '${hashOf(PAGE_STYLE)}'; script-src '${hashOf(PAGE_SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  const { status, ruleId, title, riskLevel, complete } = verdict;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${status} ${ruleId} ${title}</title>
        ${element('style', PAGE_STYLE)}
      </head>
      <body>
        <a class="skip" href="#findings">To the findings</a>
        <header>
          <div class="verdict">
            <div class="badge badge-${status}">${status}</div>
            <div>
              <h1>${ruleId}: ${title}</h1>
              <p>
                Risk ${riskLevel}.
                ${complete ? 'Complete: everything in scope was read and judged.' : 'Incomplete: not everything in scope could be read and judged.'}
              </p>
            </div>
          </div>
          <dl class="facts">
            ${headlineText(verdict).map(
              ({ label, text }) =>
                html`<dt>${label}</dt>
                  <dd>${text}</dd>`,
            )}
          </dl>
        </header>
        <main>
          <section aria-labelledby="regions-title">
            <h2 id="regions-title">Regions</h2>
            ${regionMap(verdict)}
          </section>
          <section aria-labelledby="unread-title">
            <h2 id="unread-title">What could not be read, and what to do about it</h2>
            ${unread(verdict)}
          </section>
          ${
            before !== undefined &&
            html`<section aria-labelledby="difference-title">
              <h2 id="difference-title">What changed</h2>
              ${difference(before, verdict)}
            </section>`
          }
          <section aria-labelledby="charts-title">
            <h2 id="charts-title">Open accesses</h2>
            ${charts(verdict)}
          </section>
          <section id="findings" aria-labelledby="findings-title">
            <h2 id="findings-title">Who can do what to which resource</h2>
            ${filters(rows)}
            <p id="count" role="status">${rows.length} accesses</p>
            <div class="scroll">
              <table>
                <thead>
                  <tr>
                    ${heads()}
                  </tr>
                </thead>
                <tbody id="rows">
                  ${rows.slice(0, STATIC_ROWS).map(staticRow)}
                </tbody>
              </table>
            </div>
            <div id="pager" class="pager" hidden>
              <button type="button" class="button" id="previous">Previous</button> <span id="page"></span>
              <button type="button" class="button" id="next">Next</button>
            </div>
            ${rows.length > STATIC_ROWS && html`<noscript><p>Without scripts this page shows the first ${STATIC_ROWS} of ${rows.length}.</p></noscript>`}
          </section>
        </main>
        <footer>
          <p class="soft">
            Made by access-analyzer-kit from the evidence of ${verdict.asOf.oldest ?? 'an unknown time'} to
            ${verdict.asOf.newest ?? 'an unknown time'}, policy ${verdict.policy.name}.
          </p>
        </footer>
        ${scriptData('data', rows)} ${element('script', PAGE_SCRIPT)}
      </body>
    </html> `.html;
}

/** An element whose content is ours, byte for byte: its hash stands in the policy. */
function element(name: 'style' | 'script', content: string): Html {
  return { html: `<${name}>${content}</${name}>` };
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function heads(): readonly Html[] {
  const sortable = (name: string, text: string): Html =>
    html`<th scope="col" data-sort="${name}"><button type="button" class="button">${text}</button></th>`;
  return [
    sortable('severity', 'Severity'),
    sortable('resource', 'Resource'),
    sortable('principal', 'Who'),
    html`<th scope="col">Levels</th>`,
    sortable('regions', 'Regions'),
    sortable('age', 'Age'),
    html`<th scope="col">Details</th>`,
  ];
}

function staticRow(row: PageRow): Html {
  const who = `${row.principal}${row.public === 'true' ? ' (public)' : row.public === 'unknown' ? ' (public or not: AWS does not say)' : ''}`;
  return html`<tr>
    <td class="severity severity-${row.severity}">${row.severity}</td>
    <td>${row.resource}</td>
    <td>${who}</td>
    <td>${row.levels.join(', ')}</td>
    <td>${row.regions.join(', ')}</td>
    <td>${row.age === undefined ? 'unknown' : `${row.age} days`}</td>
    <td></td>
  </tr>`;
}

/** Shown by the script: without it nothing would come of a choice. */
function filters(rows: readonly PageRow[]): Html {
  const choice = (id: string, label: string, values: readonly string[]): Html =>
    html`<label
      >${label}<select id="${id}">
        <option value="">any</option>
        ${values.map((value) => html`<option>${value}</option>`)}
      </select></label
    >`;
  return html`<form id="filters" class="filters" role="search" hidden>
    <label>Search<input id="q" type="search" autocomplete="off" /></label>
    ${choice('severity', 'Severity', ['critical', 'high', 'medium', 'low', 'info'])}
    ${choice('level', 'Level', sortedUnique(rows.flatMap(({ levels }) => levels)))}
    ${choice('type', 'Type', sortedUnique(rows.map(({ type }) => type)))}
    ${choice('region', 'Region', sortedUnique(rows.flatMap(({ regions }) => regions)))}
    ${choice('public', 'Public', ['true', 'false', 'unknown'])}
    ${choice('status', 'Status', sortedUnique(rows.map(({ status }) => status)))}
    <button type="button" class="button" id="reset">Show all</button>
  </form>`;
}
