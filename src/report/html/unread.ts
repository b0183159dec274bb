import type { Verdict } from '../../evaluate/verdict.ts';
import { html, type Html } from './html-text.ts';

const MOST = 200;

/** What could not be read or judged, and what to do about it. */
export function unread(verdict: Verdict): Html {
  const reasons = verdict.reasons.filter(({ effect }) => effect === 'UNKNOWN' || effect === 'accepted');
  if (reasons.length === 0) return html`<p>Everything in scope was read and judged.</p>`;
  return html`<ul class="reasons">
      ${reasons.slice(0, MOST).map(
        ({ account, code, effect, message, region, remedy }) =>
          html`<li>
            <p>
              <code>${code}</code> ${effect === 'accepted' && '(accepted) '}<strong>${region ?? 'all Regions'}</strong>
              of ${account}
            </p>
            <p>${message}</p>
            ${remedy !== undefined && html`<p class="remedy">${remedy}</p>`}
          </li>`,
      )}
    </ul>
    ${reasons.length > MOST && html`<p>${reasons.length - MOST} more are in the JSON report.</p>`}`;
}
