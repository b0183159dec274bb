import { headlineLines, type HeadlineLine } from '../evaluate/headline.ts';
import type { Verdict, VerdictStatus, VerdictSummary } from '../evaluate/verdict.ts';

/** The numbers that every format starts with or carries: the same as in `toSummary`. */
export interface Headline {
  /** `AccessAnalyzer-001` */
  readonly ruleId: string;
  /** The rule's: `IAM Access Analyzer Findings`. */
  readonly title: string;
  /** The rule's, whatever was found: `High`. */
  readonly riskLevel: string;
  /** The status under the policy that judged. */
  readonly status: VerdictStatus;
  /** The status under the policy `strict`. */
  readonly strictStatus: VerdictStatus;
  /** The policy's name. */
  readonly policy: string;
  /** False: not everything in scope could be read and judged. */
  readonly complete: boolean;
  /** For people: `account 111122223333: 17 of 18 enabled Regions read`. */
  readonly scope: string;
  /** For people: the zones of trust that cover the Regions, and what an analyzer of such a zone does not report. */
  readonly zone: string;
  /** When the first and the last part was read, in ISO 8601. Absent members: nothing was read. */
  readonly asOf: Verdict['asOf'];
  /** Counted over all accounts. */
  readonly regions: VerdictSummary['regions'];
  /** Open accesses that nobody excused, those below the minimum severity included. */
  readonly exposed: VerdictSummary['exposed'];
  /**
   * ACTIVE findings with `error`: AWS could not analyse the resource. Those of unused and internal access are not
   * counted.
   */
  readonly errorFindings: number;
  /** Archived findings and archive rules. */
  readonly hidden: VerdictSummary['hidden'];
  /** What could not be read or judged, by cause: how many reasons of each code have the effect UNKNOWN. */
  readonly unread: Readonly<Record<string, number>>;
}

/**
 * The numbers of a verdict as plain data.
 *
 * @example
 * ```ts
 * const { status, exposed, hidden, unread } = headline(verdict);
 * console.log(status, exposed.accesses, 'open', hidden.archived, 'archived', unread); // unread: { 'no-analyzer': 1, … }
 * ```
 */
export function headline(verdict: Verdict): Headline {
  const { summary } = verdict;
  const unread = new Map<string, number>();
  for (const { code, effect } of verdict.reasons) {
    if (effect === 'UNKNOWN') unread.set(code, (unread.get(code) ?? 0) + 1);
  }
  return {
    ruleId: verdict.ruleId,
    title: verdict.title,
    riskLevel: verdict.riskLevel,
    status: verdict.status,
    strictStatus: verdict.strictStatus,
    policy: verdict.policy.name,
    complete: verdict.complete,
    scope: verdict.scope.text,
    zone: verdict.zoneOfTrust.text,
    asOf: verdict.asOf,
    regions: summary.regions,
    exposed: summary.exposed,
    errorFindings: summary.errorFindings,
    hidden: summary.hidden,
    unread: Object.fromEntries(unread),
  };
}

/** The same numbers in the words of `toSummary`, and a line of what is unread. The texts may hold names from AWS. */
export function headlineText(verdict: Verdict): HeadlineLine[] {
  const { unread } = headline(verdict);
  const causes = Object.entries(unread).map(([code, count]) => `${code} ${count}`);
  const { regions } = verdict.summary;
  return [
    ...headlineLines(verdict),
    {
      label: 'Unread',
      text: `${regions.unread} of ${regions.inScope} Regions${causes.length === 0 ? '' : `; not read or not judged: ${causes.join(', ')}`}`,
    },
  ];
}
