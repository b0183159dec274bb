import type { Verdict } from '../../evaluate/verdict.ts';
import { accountsWithoutRegions } from '../accounts-without-regions.ts';
import { headline, headlineText } from '../headline.ts';
import { html, type Html } from './html-text.ts';

/** The verdict and how complete it is, then the numbers that every format shows. */
export function verdictBanner(verdict: Verdict): Html {
  const { complete, ruleId, riskLevel, status, strictStatus, title } = verdict;
  return html`<div class="card banner banner-${status}">
      <div class="badge badge-${status}">${status}</div>
      <div class="banner-text">
        <h1>${ruleId}: ${title}</h1>
        <p class="lead">${sentence(verdict)}</p>
        <p>
          <span class="pill ${complete ? 'pill-good' : 'pill-doubt'}">${complete ? '✓ Complete' : '? Incomplete'}</span>
          ${complete ? 'Everything in scope was read and judged.' : 'Not everything in scope could be read and judged.'}
          Risk of the rule: ${riskLevel}.
          ${strictStatus !== status && html`Under the policy <em>strict</em> the verdict is <strong>${strictStatus}</strong>.`}
        </p>
      </div>
    </div>
    ${cards(verdict)}
    <dl class="card facts">
      ${headlineText(verdict).map(
        ({ label, text }) =>
          html`<dt>${label}</dt>
            <dd>${text}</dd>`,
      )}
    </dl>`;
}

function sentence({ complete, status, summary }: Verdict): string {
  const { accesses, public: open } = summary.exposed;
  if (accesses > 0) {
    const some = open === accesses ? (open === 1 ? 'and is public' : 'all public') : `${open} of them public`;
    return `${accesses} ${accesses === 1 ? 'access' : 'accesses'} from outside ${accesses === 1 ? 'is' : 'are'} open, ${open === 0 ? 'none public' : some}.`;
  }
  const { excused } = summary.exposed;
  const none = `No open access was seen${excused === 0 ? '' : ` beside ${excused} excused`}`;
  if (status === 'FAIL') return `${none}. The verdict fails for what stands below.`;
  if (!complete) return `${none}, but not everything could be looked at: that proves nothing.`;
  const { archived } = summary.hidden;
  // Excused and archived access is open too, and somebody said that it is meant to be.
  const but = [
    ...(excused === 0 ? [] : [`what is excused: ${excused} ${excused === 1 ? 'access' : 'accesses'}`]),
    ...(archived === 0 ? [] : [`what is archived: ${archived} ${archived === 1 ? 'finding' : 'findings'}`]),
  ];
  return `No access from outside is open${but.length === 0 ? '' : ` but ${but.join(', and ')}`}.`;
}

interface Card {
  readonly title: string;
  /** The id of the part of the page that tells more. */
  readonly part: string;
  readonly number: string;
  readonly note: string;
  readonly tone?: 'bad' | 'doubt' | 'good' | false;
}

function cards(verdict: Verdict): Html {
  const { exposed, hidden, regions } = verdict.summary;
  const { unread } = headline(verdict);
  const causes = Object.entries(unread);
  const unreadCount = causes.reduce((sum, [, count]) => sum + count, 0);
  const list: readonly Card[] = [
    {
      title: 'Open accesses',
      part: 'findings',
      number: String(exposed.accesses),
      note: [
        `${exposed.public} public`,
        ...(exposed.publicUnknown === 0 ? [] : [`${exposed.publicUnknown} public or not`]),
        ...(exposed.excused === 0 ? [] : [`${exposed.excused} more excused`]),
      ].join(', '),
      tone: exposed.accesses > 0 ? 'bad' : verdict.complete && 'good',
    },
    {
      title: 'Regions read',
      part: 'regions',
      number: `${regions.read} of ${regions.inScope}`,
      note: `${regions.covered} covered by an analyzer, ${regions.disabled} disabled`,
      tone:
        regions.unread > 0 || regions.inScope === 0 || accountsWithoutRegions(verdict).length > 0 ? 'doubt' : 'good',
    },
    {
      title: 'Not read or not judged',
      part: 'unread',
      number: String(unreadCount),
      note: causes.length === 0 ? 'nothing' : causes.map(([code, count]) => `${code} ${count}`).join(', '),
      tone: unreadCount > 0 || !verdict.complete ? 'doubt' : 'good',
    },
    {
      title: 'Hidden by archiving',
      part: 'hidden',
      number: String(hidden.archived),
      note: `${hidden.public} public, ${hidden.exceedsRead} beyond Read${hidden.complete ? '' : '; not all of it was read'}`,
      tone: hidden.public > 0 && 'doubt',
    },
  ];
  return html`<ul class="cards">
    ${list.map(
      ({ note, number, part, title, tone }) =>
        html`<li class="card number-card${tone !== undefined && tone !== false && ` tone-edge-${tone}`}">
          <a class="number-title" href="#${part}">${title}</a> <strong class="number-value">${number}</strong>
          <span class="soft">${note}</span>
        </li>`,
    )}
  </ul>`;
}
