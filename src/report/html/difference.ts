import { diffVerdicts } from '../../evaluate/diff-verdicts.ts';
import type { Access, Verdict } from '../../evaluate/verdict.ts';
import { accessTitle } from '../access-text.ts';
import { html, type Html } from './html-text.ts';

const MOST = 50;

/** What changed since an earlier verdict. Nothing counts as gone that was not completely read again. */
export function difference(before: Verdict, after: Verdict): Html {
  const diff = diffVerdicts(before, after);
  return html`<p>
      Compared with the verdict of ${before.asOf.newest ?? 'an unknown time'}: <strong>${before.status}</strong> then,
      <strong>${after.status}</strong> now. ${diff.unchanged} unchanged.
    </p>
    ${list(
      'New',
      diff.new.map(({ access }) => access),
    )}
    ${list(
      'Reopened',
      diff.reopened.map((change) => change.after),
    )}
    ${list(
      'Changed',
      diff.changed.map((change) => change.after),
    )}
    ${list(
      'Excused since',
      diff.excused.map((change) => change.after),
    )}
    ${list(
      'Archived since',
      diff.archived.map((change) => change.before),
    )}
    ${list(
      'Resolved',
      diff.resolved.map((change) => change.before),
    )}
    ${list(
      'Gone',
      diff.gone.map((change) => change.before),
    )}
    ${list(
      'Not seen again, and not proven gone',
      diff.notSeen.map((change) => change.before),
    )}
    ${
      diff.regions.length > 0 &&
      html`<h3>Regions</h3>
        <ul>
          ${diff.regions.slice(0, MOST).map(({ account, change, region }) => html`<li>${region} of ${account} ${change.replaceAll('-', ' ')}</li>`)}
        </ul>`
    }`;
}

function list(title: string, accesses: readonly Access[]): Html {
  if (accesses.length === 0) return html``;
  return html`<h3>${title} (${accesses.length})</h3>
    <ul>
      ${accesses.slice(0, MOST).map((access) => html`<li>${accessTitle(access)}</li>`)}${accesses.length > MOST && html`<li>and ${accesses.length - MOST} more</li>`}
    </ul>`;
}
