import type { Reason } from './reason.ts';
import { headlineLines } from './headline.ts';
import { oneLine } from './one-line.ts';
import type { VerdictDiff } from './verdict-diff.ts';
import type { Access, Verdict } from './verdict.ts';

/** Options of {@link toSummary}. */
export interface ToSummaryOptions {
  /** The changes since an earlier verdict, to be told as numbers. */
  readonly diff?: VerdictDiff | undefined;
}

const TOP = 5;
/** Causes that are told, for each section, so that the page stays one page. */
const FAILING = 4;
const CAUSES = 6;
/** Characters that a label takes. */
const LABEL = 10;

/**
 * The one page for whoever must decide: at most 30 lines of plain text. Status, policy, zone of trust, scope and as-of come
 * first, so that a PASS never stands without them; then what is exposed, hidden and changed, the worst five accesses with
 * their next step, what else fails, and what could not be read, by cause, with what to do about it.
 *
 * @example
 * ```ts
 * console.log(toSummary(evaluate(evidence)));
 * ```
 */
export function toSummary(verdict: Verdict, { diff }: ToSummaryOptions = {}): string {
  return [
    ...headlineLines(verdict).map(({ label, text }) => (label === 'Status' ? text : `${label.padEnd(LABEL)}${text}`)),
    ...(diff === undefined ? [] : [changesLine(diff)]),
    ...topLines(verdict),
    ...failingLines(verdict),
    ...unreadLines(verdict),
  ]
    .map((line) => oneLine(line))
    .join('\n');
}

function changesLine(diff: VerdictDiff): string {
  const regions = (...changes: readonly string[]): number =>
    diff.regions.filter(({ change }) => changes.includes(change)).length;
  const counts: readonly (readonly [number, string])[] = [
    [diff.new.length, 'new'],
    [diff.reopened.length, 'reopened'],
    [diff.changed.length, 'changed'],
    [diff.excused.length, 'excused'],
    [diff.resolved.length, 'resolved'],
    [diff.archived.length, 'archived'],
    [diff.gone.length, 'gone'],
    [diff.notSeen.length, 'not seen and not proven gone'],
    [regions('became-unreadable'), 'Regions not readable any more'],
    [regions('became-readable'), 'Regions readable again'],
    [regions('left-scope'), 'Regions out of scope'],
    [regions('became-uncovered'), 'Regions not covered any more'],
    [diff.resetAnalyzers.length, 'analyzers made anew'],
  ];
  const told = counts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${count === 1 ? what.replace(/^(Region|analyzer)s/, '$1') : what}`);
  return `Changes   ${told.length === 0 ? 'none' : told.join(', ')}; ${diff.unchanged} unchanged`;
}

function topLines({ accesses }: Verdict): string[] {
  const open = accesses.filter(({ status }) => status === 'ACTIVE');
  if (open.length === 0) return [];
  const more = open.length > TOP ? ` (of ${open.length})` : '';
  return [`Worst     who → what → level → condition → age → next step${more}`, ...open.slice(0, TOP).map(accessLine)];
}

function accessLine({
  risk,
  principal,
  resource,
  resourceType,
  levels,
  conditions,
  ageDays,
  isPublic,
}: Access): string {
  const condition = conditions.length === 0 ? 'no condition' : conditions.map(({ key }) => key).join(', ');
  const age = ageDays === undefined ? 'age unknown' : `${ageDays} ${ageDays === 1 ? 'day' : 'days'}`;
  const next = isPublic === true ? 'take the public access away' : 'archive if intended, else remove and rescan';
  return `  ${risk.severity}: ${principal.text} → ${resource ?? resourceType} → ${levels.join('+') || 'unknown'} → ${condition} → ${age} → ${next}`;
}

/** A lax policy, or one that is stricter, may fail for what is no open access: a FAIL never stands without its cause. */
function failingLines({ reasons }: Verdict): string[] {
  return causeLines(
    'Fails     what else fails under this policy, and who can change that',
    reasons.filter(({ code, effect }) => effect === 'FAIL' && code !== 'active-findings'),
    FAILING,
  );
}

function unreadLines({ reasons }: Verdict): string[] {
  return causeLines(
    'Unread    what could not be read or judged, and who can change that',
    reasons.filter(({ effect }) => effect === 'UNKNOWN' || effect === 'accepted'),
    CAUSES,
  );
}

function causeLines(title: string, reasons: readonly Reason[], most: number): string[] {
  const causes = new Map<string, Reason[]>();
  for (const reason of reasons) {
    const key = `${reason.effect} ${reason.code}`;
    causes.set(key, [...(causes.get(key) ?? []), reason]);
  }
  if (causes.size === 0) return [];
  const told = [...causes.values()];
  const rest = told.slice(most);
  return [
    title,
    ...told.slice(0, most).map(causeLine),
    ...(rest.length === 0
      ? []
      : [`  and ${rest.length} more causes: ${rest.map(([reason]) => reason?.code ?? '').join(', ')}`]),
  ];
}

function causeLine(reasons: readonly Reason[]): string {
  const [first] = reasons;
  if (first === undefined) return '';
  const regions = [...new Set(reasons.map(({ region }) => region).filter((region) => region !== undefined))];
  const places = regions.length === 0 ? `account ${first.account}` : regions.slice(0, 4).join(', ');
  const more = regions.length > 4 ? ` and ${regions.length - 4} more` : '';
  const accepted = first.effect === 'accepted' ? ' (accepted, not read)' : '';
  return `  ${first.code}${accepted} in ${places}${more}: ${first.remedy ?? first.message}`;
}
