import type { Reason } from '../../evaluate/reason.ts';
import type { Verdict } from '../../evaluate/verdict.ts';
import { foldedList } from './folded-list.ts';
import { html, type Html } from './html-text.ts';

/** Of one cause that many places stand open. */
const OPEN = 3;

/** What could not be read or judged, and what to do about it; then what else decides or is worth knowing. */
export function causes(verdict: Verdict): Html {
  const of = (wanted: Reason['effect']): Reason[] => verdict.reasons.filter(({ effect }) => effect === wanted);
  // Open accesses stand in the table, unless they were only counted.
  const failing = of('FAIL').filter(({ code }) => code !== 'active-findings' || verdict.summary.exposed.sampled);
  const unread = of('UNKNOWN');
  // A lax policy gives no reason for what it does not mind, and an accepted gap is still a gap.
  const nothing = verdict.complete
    ? '✓ Everything in scope was read and judged.'
    : 'The policy asks for nothing more. Not everything in scope could be read and judged.';
  return html`${unread.length === 0 && html`<p class="card empty">${nothing}</p>`} ${part(undefined, unread)}
  ${part('What fails beside the accesses listed', failing)} ${part('Accepted, not read', of('accepted'))}
  ${part('Worth knowing', of('warning'))}`;
}

function part(title: string | undefined, reasons: readonly Reason[]): Html {
  if (reasons.length === 0) return html``;
  const byCode = new Map<string, Reason[]>();
  for (const reason of reasons) byCode.set(reason.code, [...(byCode.get(reason.code) ?? []), reason]);
  return html`${title !== undefined && html`<h3>${title}</h3>`}
    <div class="causes">${[...byCode].map(([code, list]) => cause(code, list))}</div>`;
}

function cause(code: string, reasons: readonly Reason[]): Html {
  return html`<div class="card cause">
    <p class="cause-title"><code>${code}</code> <span class="pill">${reasons.length}</span></p>
    ${foldedList(reasons.map(place), OPEN)}
  </div>`;
}

function place({ account, analyzer, message, region, remedy }: Reason): Html {
  // A problem's message ends with its remedy; here that stands by itself.
  const what = remedy !== undefined && message.endsWith(remedy) ? message.slice(0, -remedy.length).trimEnd() : message;
  return html`<li>
    <p class="place">
      <strong>${region ?? 'All Regions'}</strong> of
      ${account}${analyzer !== undefined && html`<span class="soft">, ${analyzer}</span>`}
    </p>
    <p>${what}</p>
    ${
      remedy !== undefined &&
      html`<p class="remedy"><span aria-hidden="true">→</span> <span class="spoken">What to do: </span>${remedy}</p>`
    }
  </li>`;
}
