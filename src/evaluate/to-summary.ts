import { SEVERITIES } from '../risk/severity.ts';
import type { Reason } from './reason.ts';
import { oneLine } from './one-line.ts';
import type { VerdictDiff } from './verdict-diff.ts';
import type { Access, Verdict } from './verdict.ts';

/** Options of {@link toSummary}. */
export interface ToSummaryOptions {
  /** The changes since an earlier verdict, to be told as numbers. */
  readonly diff?: VerdictDiff | undefined;
}

const TOP = 5;
const CAUSES = 6;
/** Hidden public resources that are named. */
const NAMED = 2;

/**
 * The one page for whoever must decide: at most 30 lines of plain text. Status, policy, zone of trust, scope and as-of come
 * first, so that a PASS never stands without them; then what is exposed, hidden and changed, the worst five accesses with
 * their next step, and what could not be read by cause, with what to do about it.
 *
 * @example
 * ```ts
 * console.log(toSummary(evaluate(evidence)));
 * ```
 */
export function toSummary(verdict: Verdict, { diff }: ToSummaryOptions = {}): string {
  return [
    ...headLines(verdict),
    exposedLine(verdict),
    hiddenLine(verdict),
    ...(diff === undefined ? [] : [changesLine(diff)]),
    ...topLines(verdict),
    ...unreadLines(verdict),
  ]
    .map((line) => oneLine(line))
    .join('\n');
}

function headLines(verdict: Verdict): string[] {
  const { status, strictStatus, policy, complete, scope, zoneOfTrust, asOf, summary, ruleId, title } = verdict;
  const lax = policy.name === 'strict' ? '' : `; strict says ${strictStatus}`;
  const { inScope, read, disabled, covered, acceptedGaps } = summary.regions;
  return [
    `${status}  ${ruleId} ${title} (risk ${verdict.riskLevel})`,
    `Policy    ${policy.name}${lax}; ${complete ? 'complete' : 'incomplete: not everything in scope could be read and judged'}`,
    `Zone      ${zoneOfTrust.text}`,
    `Scope     ${scope.text}`,
    `As of     ${asText(asOf)}`,
    `Coverage  ${read} of ${inScope} Regions read, ${covered} covered by an analyzer, ${disabled} disabled${acceptedGaps === 0 ? '' : `, ${acceptedGaps} accepted, not read`}`,
  ];
}

function asText({ oldest, newest }: Verdict['asOf']): string {
  if (newest === undefined) return 'never: nothing was read';
  return oldest === undefined || oldest === newest ? newest : `${oldest} to ${newest}`;
}

function exposedLine({ summary }: Verdict): string {
  const {
    accesses,
    public: open,
    notPublic,
    publicUnknown,
    bySeverity,
    excused,
    belowMinimum,
    byPrincipal,
    sampled,
  } = summary.exposed;
  const kinds = [
    `${open} public`,
    `${notPublic} not public`,
    ...(publicUnknown === 0 ? [] : [`${publicUnknown} public or not`]),
  ];
  const severities = SEVERITIES.filter((severity) => bySeverity[severity] > 0).map(
    (severity) => `${bySeverity[severity]} ${severity}`,
  );
  const principals = Object.entries(byPrincipal)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${kind} ${count}`);
  const notes = [
    ...(principals.length === 0 ? [] : [`to ${principals.join(', ')}`]),
    ...(excused === 0 ? [] : [`${excused} more excused`]),
    ...(belowMinimum === 0 ? [] : [`${belowMinimum} below the minimum severity`]),
    ...(summary.errorFindings === 0
      ? []
      : [
          `${summary.errorFindings} ${summary.errorFindings === 1 ? 'resource' : 'resources'} that AWS could not analyse`,
        ]),
    ...(sampled ? ['severities and principals of a sample'] : []),
  ];
  const detail =
    accesses === 0 ? '' : ` (${kinds.join(', ')})${severities.length === 0 ? '' : `: ${severities.join(', ')}`}`;
  return `Exposed   ${accesses} ${accesses === 1 ? 'access' : 'accesses'}${detail}${notes.length === 0 ? '' : `; ${notes.join('; ')}`}`;
}

function hiddenLine({ summary: { hidden }, suppressed }: Verdict): string {
  const maybe = hidden.publicUnknown === 0 ? '' : `, ${hidden.publicUnknown} that may be`;
  const unread = hidden.complete ? '' : '; not all of it was read';
  const names = [...new Set(suppressed.public.map(({ resource, resourceType }) => resource ?? resourceType))];
  const named = names.length === 0 ? '' : ` (${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ', …' : ''})`;
  return `Hidden    ${hidden.archived} archived: ${hidden.public} public${maybe}${named}, ${hidden.exceedsRead} beyond Read, ${hidden.errors} errors; ${hidden.archiveRules} archive rules${unread}`;
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

function unreadLines({ reasons }: Verdict): string[] {
  const causes = new Map<string, Reason[]>();
  for (const reason of reasons) {
    if (reason.effect !== 'UNKNOWN' && reason.effect !== 'accepted') continue;
    const key = `${reason.effect} ${reason.code}`;
    causes.set(key, [...(causes.get(key) ?? []), reason]);
  }
  if (causes.size === 0) return [];
  const told = [...causes.values()];
  const rest = told.slice(CAUSES);
  return [
    'Unread    what could not be read or judged, and who can change that',
    ...told.slice(0, CAUSES).map(causeLine),
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
