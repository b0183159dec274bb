import type { Verdict } from '../../evaluate/verdict.ts';
import { hiddenText } from '../hidden-text.ts';
import { foldedList } from './folded-list.ts';
import { html, type Html } from './html-text.ts';

/** Of one kind that many stand open. */
const OPEN = 5;

/** What nobody sees in a list of open accesses: archived public access, rules that can hide it, and what AWS could not analyse. */
export function hidden({ complete, errorFindings, summary, suppressed }: Verdict): Html {
  const whole = complete && summary.hidden.complete;
  const rules = suppressed.archiveRules.filter(({ canHidePublic }) => canHidePublic);
  const nothing = suppressed.public.length + rules.length + suppressed.problems.length + errorFindings.length === 0;
  if (nothing) {
    return html`<p class="card empty">
      ${
        whole
          ? 'Nothing public is archived, no archive rule can hide public access, and AWS could analyse every resource.'
          : 'Nothing hidden was seen, but not all of it was read: that proves nothing.'
      }
    </p>`;
  }
  return html`${!whole && html`<p class="soft">Not all that is hidden was read.</p>`}
    <div class="causes">
      ${list(
        'Public access that is archived',
        suppressed.public.map((finding) => `${finding.account} ${finding.region}: ${hiddenText(finding)}`),
      )}
      ${list(
        'Archive rules that can hide public access',
        rules.map(({ account, analyzer, region, ruleName }) => `${account} ${region}: ${ruleName} of ${analyzer}`),
      )}
      ${list(
        'Resources that AWS could not analyse',
        errorFindings.map(
          ({ account, error, region, resource, resourceType }) =>
            `${account} ${region}: ${resourceType} ${resource ?? 'of unknown name'}, ${error}`,
        ),
      )}
      ${list(
        'What could not be read of what is hidden',
        suppressed.problems.map(({ code, message }) => `${code}: ${message}`),
      )}
    </div>`;
}

function list(title: string, items: readonly string[]): Html {
  if (items.length === 0) return html``;
  return html`<div class="card cause">
    <p class="cause-title"><strong>${title}</strong> <span class="pill">${items.length}</span></p>
    ${foldedList(
      items.map((item) => html`<li>${item}</li>`),
      OPEN,
    )}
  </div>`;
}
