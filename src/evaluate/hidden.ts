import type { Problem } from '../errors/problem.ts';
import { canHidePublic } from '../filters/can-hide-public.ts';
import { compareBy } from '../model/compare.ts';
import { describePrincipal } from '../model/describe-principal.ts';
import type { AnalyzerEvidence, SuppressedEvidence } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import { reasonMaker } from './coverage.ts';
import type { GrantReader } from './grant-reader.ts';
import type { Policy } from './policy.ts';
import type { Reason } from './reason.ts';
import { looksOutside, type Tally } from './tally.ts';
import type { HiddenFinding, HiddenRule, HiddenSummary, VerdictSuppressed } from './verdict.ts';

/** What is archived, gathered over all analyzers that look outside. */
export interface Hidden {
  readonly summary: HiddenSummary;
  readonly suppressed: VerdictSuppressed;
  readonly reasons: readonly Reason[];
  /** Archived findings by analyzer, for the Region table. */
  readonly byAnalyzer: ReadonlyMap<Tally, number>;
}

/** Gathers what is hidden. Hidden is shown, PASS too; whether it fails is the policy's. */
export function gatherHidden(tallies: readonly Tally[], policy: Policy, grants: GrantReader): Hidden {
  const total = { archived: 0, public: 0, publicUnknown: 0, errors: 0, exceedsRead: 0, archiveRules: 0 };
  const named = { public: [] as HiddenFinding[], exceedsRead: [] as HiddenFinding[], errors: [] as HiddenFinding[] };
  const rules: HiddenRule[] = [];
  const problems: Problem[] = [];
  const reasons: Reason[] = [];
  const byAnalyzer = new Map<Tally, number>();
  let complete = true;

  for (const tally of tallies.filter(({ evidence }) => looksOutside(evidence))) {
    const { place, evidence } = tally;
    const arn = evidence.analyzer.arn;
    const asked = place.record?.suppressed?.find(({ analyzer }) => analyzer === arn);
    const listed = listHidden(evidence, asked);
    const seen = { archived: listed.length, public: 0, publicUnknown: 0, errors: 0, exceedsRead: 0 };
    let untyped = 0;
    for (const finding of listed) {
      const isPublic = publicOf(finding);
      const exceedsRead = 'action' in finding && grants.readActions(finding.action).exceedsRead;
      if (finding.error !== undefined) {
        seen.errors += 1;
        // Counted as the evidence counts it, should AWS ever send the two together.
        if (isPublic === true) seen.public += 1;
        named.errors.push(hiddenFinding(tally, finding, grants));
        continue;
      }
      if (finding.findingType === 'ExternalAccess') {
        if (isPublic === true) seen.public += 1;
        if (isPublic === null) seen.publicUnknown += 1;
        if (exceedsRead) seen.exceedsRead += 1;
      } else if (finding.findingType === 'Unknown') untyped += 1;
      if (isPublic !== false) named.public.push(hiddenFinding(tally, finding, grants));
      else if (exceedsRead) named.exceedsRead.push(hiddenFinding(tally, finding, grants));
    }
    const counted = {
      archived: Math.max(seen.archived, asked?.archived.total ?? 0, evidence.counts.byStatus['ARCHIVED'] ?? 0),
      public: Math.max(seen.public, asked?.archived.public ?? 0),
      publicUnknown: Math.max(seen.publicUnknown, asked?.archived.publicUnknown ?? 0),
      errors: Math.max(seen.errors, asked?.archived.errors ?? 0),
      exceedsRead: Math.max(seen.exceedsRead, asked?.archived.exceedsRead ?? 0),
      archiveRules: asked?.archiveRules?.length ?? 0,
    };
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += counted[key];
    byAnalyzer.set(tally, counted.archived);
    problems.push(...(asked?.problems ?? []));
    for (const { ruleName, filter } of asked?.archiveRules ?? []) {
      rules.push({
        account: place.account,
        region: place.region,
        analyzer: arn,
        ruleName,
        canHidePublic: canHidePublic(filter),
      });
    }
    if (asked?.state !== 'read') complete = false;
    reasons.push(
      ...archivedPublicReasons(
        tally,
        counted.public + counted.publicUnknown + untyped,
        asked?.state === 'read',
        policy,
      ),
    );
  }
  return {
    summary: { ...total, complete },
    suppressed: {
      public: named.public.sort(byPlace),
      exceedsRead: named.exceedsRead.sort(byPlace),
      errors: named.errors.sort(byPlace),
      archiveRules: rules.sort(
        compareBy(
          ({ account }) => account,
          ({ region }) => region,
          ({ analyzer }) => analyzer,
          ({ ruleName }) => ruleName,
        ),
      ),
      problems,
    },
    reasons,
    byAnalyzer,
  };
}

const byPlace = compareBy<HiddenFinding>(
  ({ account }) => account,
  ({ region }) => region,
  ({ analyzer }) => analyzer,
  ({ findingId }) => findingId,
);

/** Archived findings that were kept, once each: a finding may stand in the list and among the suppressed ones. */
function listHidden(evidence: AnalyzerEvidence, asked: SuppressedEvidence | undefined): readonly Finding[] {
  const byId = new Map<string, Finding>();
  for (const findings of [asked?.findings ?? [], evidence.findings]) {
    for (const finding of findings) {
      if (finding.status === 'ARCHIVED') byId.set(finding.id, finding);
      else if (byId.size > 0) byId.delete(finding.id);
    }
  }
  return [...byId.values()];
}

/** Null: AWS did not say, or it is not known to be external access at all. */
function publicOf(finding: Finding): boolean | null {
  return finding.findingType === 'ExternalAccess' ? (finding.isPublic ?? null) : null;
}

function hiddenFinding({ place, evidence }: Tally, finding: Finding, grants: GrantReader): HiddenFinding {
  return {
    account: place.account,
    region: place.region,
    analyzer: evidence.analyzer.arn,
    findingId: finding.id,
    ...(finding.resource === undefined ? {} : { resource: finding.resource }),
    resourceType: finding.resourceType,
    principal: describePrincipal(finding),
    levels: 'action' in finding ? grants.readActions(finding.action).levels : [],
    isPublic: publicOf(finding),
  };
}

function archivedPublicReasons(tally: Tally, count: number, complete: boolean, policy: Policy): Reason[] {
  if (policy.archivedPublic !== 'fail') return [];
  const { name, arn: analyzer } = tally.evidence.analyzer;
  const reason = reasonMaker(tally.place);
  if (count > 0) {
    return reason(
      'FAIL',
      'archived-public',
      `Analyzer ${name} has ${count} archived findings that are public, or may be.`,
      {
        analyzer,
        count,
        remedy: 'Unarchive them, or take the public access away.',
      },
    );
  }
  if (complete) return [];
  return reason(
    'UNKNOWN',
    'not-read',
    `The archived findings of analyzer ${name} were not all read, and the policy judges them.`,
    {
      analyzer,
      remedy: 'Collect with suppressed: true, and read what was refused.',
    },
  );
}
