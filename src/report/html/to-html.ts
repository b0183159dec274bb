import { createHash } from 'node:crypto';
import { checkOptions } from '../../errors/check-options.ts';
import { found } from '../../errors/found.ts';
import { InvalidInputError } from '../../errors/invalid-input-error.ts';
import { diffVerdicts } from '../../evaluate/diff-verdicts.ts';
import type { VerdictDiff } from '../../evaluate/verdict-diff.ts';
import type { Access, Verdict } from '../../evaluate/verdict.ts';
import { checkVerdict } from '../check-verdict.ts';
import { streamText, writeText, type StreamOptions, type TextWriter } from '../report-writer.ts';
import { causes } from './causes.ts';
import { createCharts } from './charts.ts';
import { difference } from './difference.ts';
import { hidden } from './hidden.ts';
import { html, scriptData, type Html } from './html-text.ts';
import { packData, type PageData } from './pack-data.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';
import { toPageDetails, toPageRow, type PageDetails, type PageRow } from './page-row.ts';
import { regionMap } from './region-map.ts';
import { verdictBanner } from './verdict-banner.ts';

/** Options of {@link toHtml}. */
export interface ToHtmlOptions {
  /** An earlier verdict: the page shows what changed since. */
  readonly before?: Verdict | undefined;
  /** What `diffVerdicts` says, to be shown instead of the difference to `before`. */
  readonly diff?: VerdictDiff | undefined;
  /**
   * How many accesses, the worst first, carry their remediation plan. A plan takes 3 to 5 kB.
   *
   * @defaultValue 1000
   */
  readonly plans?: number | undefined;
}

/** Rows that a reader without scripts (a mail program, say) sees. */
const STATIC_ROWS = 50;
const DEFAULT_PLANS = 1_000;
/** Rows that share their texts. More make the page smaller and what is in memory larger. */
const PACKED_ROWS = 500;

/**
 * A verdict as one page for whoever must decide: a self-contained HTML file that asks no network, runs nothing but its own script
 * (by its Content-Security-Policy), and works from a disk or an e-mail. Every text from AWS is escaped. Pure: the same
 * verdict gives the same bytes.
 *
 * @throws `InvalidInputError` for what is no verdict, or `plans` that are no number of accesses.
 *
 * @example
 * ```ts
 * await writeFile('report.html', toHtml(verdict), { mode: 0o600 });
 * ```
 */
export function toHtml(verdict: Verdict, options: ToHtmlOptions = {}): string {
  checkVerdict(verdict, 'verdict');
  checkOptions(options, 'options of toHtml');
  const { before, diff, plans } = options;
  if (before !== undefined) checkVerdict(before, 'before');
  const difference = diff ?? (before === undefined ? undefined : diffVerdicts(before, verdict));
  return writeText(htmlWriter(verdict, difference, plans), verdict.accesses);
}

/**
 * {@link toHtml} in chunks, for a verdict of any size. The difference to an earlier verdict comes as `diff`: it cannot be made of
 * accesses that are not in memory.
 *
 * @throws `InvalidInputError` for what is no verdict, or `plans` that are no number of accesses.
 *
 * @example
 * ```ts
 * await pipeline(streamHtml(verdict), createWriteStream('report.html', { mode: 0o600 }));
 * ```
 */
export function streamHtml(
  verdict: Verdict,
  options: Omit<ToHtmlOptions, 'before'> & StreamOptions = {},
): AsyncGenerator<string, void> {
  checkVerdict(verdict, 'verdict');
  checkOptions(options, 'options of streamHtml');
  if ('before' in options && options.before !== undefined) {
    throw new InvalidInputError('options of streamHtml', [
      {
        path: 'before',
        found: found(options.before),
        expected: 'the difference as diff: diffVerdicts(before, verdict)',
      },
    ]);
  }
  const { accesses, diff, plans } = options;
  return streamText(htmlWriter(verdict, diff, plans), accesses ?? verdict.accesses);
}

/**
 * What is known of all accesses only at the end (how many there are, the charts) is written at the end, and the page's script
 * puts it where it belongs.
 */
function htmlWriter(verdict: Verdict, diff: VerdictDiff | undefined, plans: number = DEFAULT_PLANS): TextWriter {
  if (!Number.isSafeInteger(plans) || plans < 0) {
    throw new InvalidInputError('options of toHtml', [
      { path: 'plans', found: found(plans), expected: 'how many accesses carry their plan: a whole number from 0 on' },
    ]);
  }
  const [beforeRows = '', beforeData = '', beforeCharts = '', end = ''] = frame(verdict, diff).html.split(SLOT.html);
  const charts = createCharts();
  let count = 0;
  let batch: (readonly [PageRow, PageDetails])[] = [];
  const pack = (): string => {
    const data = packData(batch as unknown as readonly PageData[]);
    batch = [];
    return scriptData('rows', data).html;
  };
  return {
    head: () => [beforeRows],
    *item(access: Access) {
      charts.add(access);
      const row = toPageRow(access);
      batch.push([row, toPageDetails(access, { withPlan: count < plans })]);
      count += 1;
      if (count <= STATIC_ROWS) yield staticRow(row).html;
      if (count === STATIC_ROWS) yield beforeData;
      if (batch.length === PACKED_ROWS) yield pack();
    },
    *tail() {
      if (count === 0) yield emptyRow(verdict).html;
      if (count < STATIC_ROWS) yield beforeData;
      if (batch.length > 0) yield pack();
      if (count > STATIC_ROWS) {
        yield html`<noscript><p>Without scripts this page shows the first ${STATIC_ROWS} of ${count}.</p></noscript>`
          .html;
      }
      yield beforeCharts;
      yield charts.finish().html;
      yield end;
    },
  };
}

/** Stands in {@link frame} where something is written later. No text can hold it: control characters are not shown. */
const SLOT: Html = { html: '\u0000' };

/** The page around three slots: the rows of the table, the data and the charts. */
function frame(verdict: Verdict, diff: VerdictDiff | undefined): Html {
  const csp = `default-src 'none'; style-src '${hashOf(PAGE_STYLE)}'; script-src '${hashOf(PAGE_SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  const { asOf, policy, ruleId, status, title } = verdict;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${csp}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${status} ${ruleId} ${title}</title>
        ${element('style', PAGE_STYLE)}
      </head>
      <body>
        <a class="skip" href="#findings">To the findings</a>
        <header>${verdictBanner(verdict)}</header>
        <main>
          <section id="regions" aria-labelledby="regions-title">
            <h2 id="regions-title">Regions</h2>
            ${regionMap(verdict)}
          </section>
          <section id="unread" aria-labelledby="unread-title">
            <h2 id="unread-title">What could not be read, and what to do about it</h2>
            ${causes(verdict)}
          </section>
          ${
            diff !== undefined &&
            html`<section aria-labelledby="difference-title">
              <h2 id="difference-title">What changed</h2>
              ${difference(diff)}
            </section>`
          }
          <div id="charts-place"></div>
          <section id="findings" aria-labelledby="findings-title">
            <h2 id="findings-title">Who can do what to which resource</h2>
            ${filters()}
            <p id="count" class="soft" role="status"></p>
            <p id="printed" class="soft"></p>
            <table class="card findings" role="table" aria-labelledby="findings-title">
              <thead role="rowgroup">
                <tr role="row">
                  ${heads()}
                </tr>
              </thead>
              <tbody id="rows" role="rowgroup" data-empty="${emptyText(verdict)}">
                ${SLOT}
              </tbody>
            </table>
            <nav id="pager" class="pager" aria-label="Pages of the findings" hidden>
              <button type="button" class="button" id="previous">Previous</button> <span id="page"></span>
              <button type="button" class="button" id="next">Next</button>
            </nav>
            ${SLOT}
          </section>
          <section id="hidden" aria-labelledby="hidden-title">
            <h2 id="hidden-title">What a list of open accesses does not show</h2>
            ${hidden(verdict)}
          </section>
          <section id="charts" aria-labelledby="charts-title">
            <h2 id="charts-title">Open accesses at a glance</h2>
            ${SLOT}
          </section>
        </main>
        <footer>
          <p class="soft">
            Made by access-analyzer-kit from the evidence of ${asOf.oldest ?? 'an unknown time'} to
            ${asOf.newest ?? 'an unknown time'}, policy ${policy.name}.
          </p>
        </footer>
        ${element('script', PAGE_SCRIPT)}
      </body>
    </html> `;
}

function emptyRow(verdict: Verdict): Html {
  return html`<tr role="row" class="none">
    <td role="cell" class="empty" colspan="7">${emptyText(verdict)}</td>
  </tr>`;
}

/** An element whose content is ours, byte for byte: its hash stands in the policy. */
function element(name: 'style' | 'script', content: string): Html {
  return { html: `<${name}>${content}</${name}>` };
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** What an empty table means: not the same everywhere. */
function emptyText({ complete, summary }: Verdict): string {
  if (summary.exposed.accesses > 0)
    return `${summary.exposed.accesses} open accesses were counted, and none was listed: read again with their details.`;
  return complete
    ? 'Everything in scope was read, and no access is open.'
    : 'No open access was seen, but not everything could be read: that proves nothing.';
}

function heads(): readonly Html[] {
  const sortable = (name: string, column: string, text: string): Html =>
    html`<th scope="col" role="columnheader" class="col-${column}" data-sort="${name}">
      <button type="button" class="button">${text}</button>
    </th>`;
  return [
    sortable('severity', 'severity', 'Severity'),
    sortable('resource', 'resource', 'Resource'),
    sortable('principal', 'who', 'Who'),
    html`<th scope="col" role="columnheader" class="col-levels">Levels</th>`,
    sortable('regions', 'regions', 'Regions'),
    sortable('age', 'age', 'Age'),
    html`<th scope="col" role="columnheader" class="col-open">Details</th>`,
  ];
}

function staticRow(row: PageRow): Html {
  const open = row.public === 'true' ? 'public' : 'public or not: AWS does not say';
  return html`<tr role="row">
    <td role="cell" class="col-severity"><span class="pill pill-${row.severity}">${row.severity}</span></td>
    <td role="cell" class="col-resource">
      <span class="resource">${row.resource}</span
      ><span class="soft type">${row.type}</span
      >${row.status !== 'ACTIVE' && html`<span class="pill">${row.status.toLowerCase()}</span>`}
    </td>
    <td role="cell" class="col-who" data-label="Who">
      <span class="principal">${row.principal}</span
      >${row.public !== 'false' && html` <span class="pill pill-bad">${open}</span>`}
    </td>
    <td role="cell" class="col-levels" data-label="Levels">${row.levels.join(', ')}</td>
    <td role="cell" class="col-regions" data-label="Regions">
      ${row.regions.length > 2 ? `${row.regions.length} Regions` : row.regions.join(', ')}
    </td>
    <td role="cell" class="col-age" data-label="Age">
      ${row.age === undefined ? 'unknown' : `${row.age} ${row.age === 1 ? 'day' : 'days'}`}
    </td>
    <td role="cell" class="col-open"></td>
  </tr>`;
}

/** Shown and filled by the script: without it nothing would come of a choice. */
function filters(): Html {
  const choice = (id: string, label: string): Html =>
    html`<label
      >${label}<select id="${id}">
        <option value="">any</option>
      </select></label
    >`;
  return html`<form id="filters" class="filters" role="search" aria-label="Findings" hidden>
    <label>Search<input id="q" type="search" autocomplete="off" spellcheck="false" /></label>
    ${choice('severity', 'Severity')} ${choice('level', 'Level')} ${choice('type', 'Type')}
    ${choice('account', 'Account')} ${choice('region', 'Region')} ${choice('public', 'Public')}
    ${choice('status', 'Status')}
    <button type="button" class="button" id="reset">Show all</button>
  </form>`;
}
