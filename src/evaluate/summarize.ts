import { SEVERITIES, type Severity } from '../risk/severity.ts';
import type { PrincipalDescription } from '../model/descriptions.ts';
import type { Assessment, Case } from './assess.ts';
import type { Policy } from './policy.ts';
import { isBelow } from './sighting.ts';
import { looksOutside } from './tally.ts';
import type { Access, ExposedSummary, VerdictSummary } from './verdict.ts';

/** The numbers that every format shows. */
export function summarize(
  input: Case,
  assessment: Assessment,
  accesses: readonly Access[],
  policy: Policy,
): VerdictSummary {
  const applicable = input.places.filter((place) => !place.disabled);
  const coverages = applicable.map((place) => assessment.coverage.get(place));
  const read = coverages.filter((coverage) => coverage?.read === true).length;
  const accepted = assessment.reasons.filter(({ effect }) => effect === 'accepted');
  const inside = input.tallies.filter(({ evidence }) => !looksOutside(evidence));
  return {
    exposed: exposed(input, accesses, policy),
    activeFindings: sum(input.tallies.map(({ active }) => active)),
    errorFindings: sum(
      input.tallies.filter(({ evidence }) => looksOutside(evidence)).map(({ errorCount }) => errorCount),
    ),
    hidden: {
      ...assessment.hidden.summary,
      complete: assessment.hidden.summary.complete && applicable.length > 0 && read === applicable.length,
    },
    regions: {
      inScope: applicable.length,
      read,
      unread: applicable.length - read,
      disabled: input.places.length - applicable.length,
      covered: coverages.filter((coverage) => coverage !== undefined && coverage.by !== 'none').length,
      acceptedGaps: new Set(accepted.map(({ account, region }) => JSON.stringify([account, region]))).size,
    },
    notJudged: { analyzers: inside.length, activeFindings: sum(inside.map(({ other }) => other)) },
  };
}

const KINDS: readonly PrincipalDescription['kind'][] = [
  'All principals',
  'AWS account',
  'Canonical user',
  'IAM role',
  'IAM user',
  'Federated',
  'Unknown',
];

function exposed(input: Case, accesses: readonly Access[], policy: Policy): ExposedSummary {
  const count = { accesses: 0, public: 0, notPublic: 0, publicUnknown: 0, excused: 0, belowMinimum: 0 };
  const bySeverity = zeros<Severity>(SEVERITIES);
  const byPrincipal = zeros<PrincipalDescription['kind']>(KINDS);
  for (const { status, isPublic, fails, risk, principal } of accesses) {
    if (status === 'EXCUSED') count.excused += 1;
    if (status !== 'ACTIVE') continue;
    count.accesses += 1;
    count[isPublic === null ? 'publicUnknown' : isPublic ? 'public' : 'notPublic'] += 1;
    if (!fails && isBelow(risk.severity, policy.minimumSeverity)) count.belowMinimum += 1;
    bySeverity[risk.severity] += 1;
    byPrincipal[principal.kind] += 1;
  }
  // Of analyzers whose findings the policy leaves out, too: what was seen is shown, listed or counted.
  const unlisted = input.tallies.map((tally) => tally.unlisted);
  return {
    accesses: count.accesses + sum(unlisted.map(({ total }) => total)),
    public: count.public + sum(unlisted.map((counts) => counts.public)),
    notPublic: count.notPublic + sum(unlisted.map(({ notPublic }) => notPublic)),
    publicUnknown: count.publicUnknown + sum(unlisted.map(({ publicUnknown }) => publicUnknown)),
    sampled: unlisted.some(({ total }) => total > 0),
    bySeverity,
    byPrincipal,
    excused: count.excused,
    belowMinimum: count.belowMinimum,
  };
}

function zeros<Key extends string>(keys: readonly Key[]): Record<Key, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
