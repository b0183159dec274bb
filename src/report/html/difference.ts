import type { Access } from '../../evaluate/verdict.ts';
import type { VerdictDiff } from '../../evaluate/verdict-diff.ts';
import { accessTitle } from '../access-text.ts';
import { foldedList } from './folded-list.ts';
import { html, type Html } from './html-text.ts';

/** Of one kind of change that many stand open. */
const OPEN = 10;

interface Change {
  readonly title: string;
  readonly tone: 'bad' | 'good' | 'doubt' | 'plain';
  readonly texts: readonly string[];
}

/** What changed since an earlier verdict. Nothing counts as gone that was not completely read again. */
export function difference(diff: VerdictDiff): Html {
  const { after, before, unchanged } = diff;
  const changes = changesOf(diff);
  return html`<div class="card">
      <p>
        Compared with the verdict of ${before.asOf.newest ?? 'an unknown time'}: <strong>${before.status}</strong> then,
        <strong>${after.status}</strong> now.
      </p>
      <ul class="legend">
        ${changes.map(({ texts, title, tone }) => html`<li><span class="pill pill-${tone}">${texts.length}</span> ${title.toLowerCase()}</li>`)}
        <li><span class="pill">${unchanged}</span> unchanged</li>
      </ul>
    </div>
    <div class="causes">${changes.map(change)}</div>`;
}

function changesOf(diff: VerdictDiff): Change[] {
  const titles = (accesses: readonly Access[]): string[] => accesses.map(accessTitle);
  const all: readonly Change[] = [
    { title: 'New', tone: 'bad', texts: titles(diff.new.map(({ access }) => access)) },
    { title: 'Reopened', tone: 'bad', texts: titles(diff.reopened.map(({ after }) => after)) },
    { title: 'Changed', tone: 'doubt', texts: diff.changed.map(changedText) },
    { title: 'Excused since', tone: 'plain', texts: titles(diff.excused.map(({ after }) => after)) },
    { title: 'Archived since', tone: 'plain', texts: titles(diff.archived.map(({ before }) => before)) },
    { title: 'Resolved', tone: 'good', texts: titles(diff.resolved.map(({ before }) => before)) },
    {
      title: 'Gone',
      tone: 'good',
      texts: diff.gone.map(
        ({ before, mayBeArchived }) =>
          `${accessTitle(before)}${mayBeArchived ? ' (or archived: not all that is hidden is named)' : ''}`,
      ),
    },
    {
      title: 'Not seen again, and not proven gone',
      tone: 'doubt',
      texts: diff.notSeen.map(
        ({ before, unproven }) =>
          `${accessTitle(before)} (${unproven.map(({ reason, region }) => `${region}: ${reason}`).join(', ')})`,
      ),
    },
    {
      title: 'Regions that changed',
      tone: 'plain',
      texts: diff.regions.map(
        ({ account, change: what, region }) => `${region} of ${account} ${what.replaceAll('-', ' ')}`,
      ),
    },
    {
      title: 'Analyzers made anew',
      tone: 'doubt',
      texts: diff.resetAnalyzers.map(({ analyzer, createdAt }) => `${analyzer}, made ${createdAt.after}`),
    },
  ];
  return all.filter(({ texts }) => texts.length > 0);
}

function changedText({ addedActions, after, removedActions }: VerdictDiff['changed'][number]): string {
  const changes = [
    ...(addedActions.length === 0 ? [] : [`more: ${addedActions.join(', ')}`]),
    ...(removedActions.length === 0 ? [] : [`no more: ${removedActions.join(', ')}`]),
  ];
  return `${accessTitle(after)}${changes.length === 0 ? '' : ` (${changes.join('; ')})`}`;
}

function change({ texts, title }: Change): Html {
  return html`<div class="card cause">
    <h3>${title} (${texts.length})</h3>
    ${foldedList(
      texts.map((text) => html`<li>${text}</li>`),
      OPEN,
    )}
  </div>`;
}
