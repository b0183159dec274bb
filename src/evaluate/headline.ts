import { SEVERITIES } from '../risk/severity.ts';
import type { Verdict } from './verdict.ts';

/** One line of the numbers that every format shows. */
export interface HeadlineLine {
  /** `Status`, `Policy`, `Zone`, `Scope`, `As of`, `Coverage`, `Exposed` or `Hidden`. */
  readonly label: string;
  /** Not yet made safe for a reader: it may hold names from AWS. */
  readonly text: string;
}

/** Hidden public resources that are named. */
const NAMED = 2;

/**
 * The numbers that every format shows, in words: status, policy, zone of trust, scope, as-of, coverage, what is exposed
 * and what is hidden. One place makes them, so that no two formats can differ.
 */
export function headlineLines(verdict: Verdict): HeadlineLine[] {
  const { status, strictStatus, policy, complete, scope, zoneOfTrust, asOf, summary, ruleId, title } = verdict;
  const lax = policy.name === 'strict' ? '' : `; strict says ${strictStatus}`;
  const { inScope, read, disabled, covered, acceptedGaps } = summary.regions;
  return [
    { label: 'Status', text: `${status}  ${ruleId} ${title} (risk ${verdict.riskLevel})` },
    {
      label: 'Policy',
      text: `${policy.name}${lax}; ${complete ? 'complete' : 'incomplete: not everything in scope could be read and judged'}`,
    },
    { label: 'Zone', text: zoneOfTrust.text },
    { label: 'Scope', text: scope.text },
    { label: 'As of', text: asText(asOf) },
    {
      label: 'Coverage',
      text: `${read} of ${inScope} Regions read, ${covered} covered by an analyzer, ${disabled} disabled${acceptedGaps === 0 ? '' : `, ${acceptedGaps} accepted, not read`}`,
    },
    { label: 'Exposed', text: exposedText(verdict) },
    { label: 'Hidden', text: hiddenText(verdict) },
  ];
}

function asText({ oldest, newest }: Verdict['asOf']): string {
  if (newest === undefined) return 'never: nothing was read';
  return oldest === undefined || oldest === newest ? newest : `${oldest} to ${newest}`;
}

function exposedText({ summary }: Verdict): string {
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
  return `${accesses} ${accesses === 1 ? 'access' : 'accesses'}${detail}${notes.length === 0 ? '' : `; ${notes.join('; ')}`}`;
}

function hiddenText({ summary: { hidden }, suppressed }: Verdict): string {
  const maybe = hidden.publicUnknown === 0 ? '' : `, ${hidden.publicUnknown} that may be`;
  const unread = hidden.complete ? '' : '; not all of it was read';
  const names = [...new Set(suppressed.public.map(({ resource, resourceType }) => resource ?? resourceType))];
  const named = names.length === 0 ? '' : ` (${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ', …' : ''})`;
  return `${hidden.archived} archived: ${hidden.public} public${maybe}${named}, ${hidden.exceedsRead} beyond Read, ${hidden.errors} errors; ${hidden.archiveRules} archive rules${unread}`;
}
