import { reasonMaker } from './coverage.ts';
import type { Policy } from './policy.ts';
import type { Reason } from './reason.ts';
import { countsHere, type JudgedSighting } from './sighting.ts';
import { looksOutside, type Tally } from './tally.ts';

/** What the findings of one analyzer do to the verdict. */
export function findingReasons(tally: Tally, sightings: readonly JudgedSighting[], policy: Policy): Reason[] {
  const { name, arn: analyzer } = tally.evidence.analyzer;
  const reason = reasonMaker(tally.place);
  const reasons: Reason[] = [];

  const counted = countOpen(tally, sightings, policy);
  if (counted > 0) {
    reasons.push(
      ...reason(
        policy.activeFindings,
        'active-findings',
        `Analyzer ${name} has ${counted} open ${counted === 1 ? 'finding' : 'findings'} of ${policy.analyzers === 'all' ? 'access' : 'external access'}.`,
        {
          analyzer,
          count: counted,
          remedy: 'Archive what is intended by a narrow rule; take away what is not, rescan, and see it RESOLVED.',
        },
      ),
    );
  }
  if (
    tally.errorCount > 0 &&
    (looksOutside(tally.evidence) || policy.analyzers === 'all') &&
    countsHere(tally, policy)
  ) {
    reasons.push(
      ...reason(
        policy.errorFindings,
        'error-findings',
        `AWS could not analyse ${tally.errorCount} ${tally.errorCount === 1 ? 'resource' : 'resources'}: their error findings prove nothing about access.`,
        {
          analyzer,
          count: tally.errorCount,
          remedy:
            'Repair what the error names (often a key or policy that the service-linked role cannot read) and rescan.',
        },
      ),
    );
  }
  if (tally.unknownStatus > 0) {
    reasons.push(
      ...reason(
        policy.unknownFindings,
        'unknown-status',
        `${tally.unknownStatus} ${tally.unknownStatus === 1 ? 'finding has' : 'findings have'} a status that this release does not know.`,
        { analyzer, count: tally.unknownStatus, remedy: 'Look at them in the console, and update this library.' },
      ),
    );
  }
  if (tally.unknownType > 0) {
    reasons.push(
      ...reason(
        policy.unknownFindings,
        'unknown-finding-type',
        `${tally.unknownType} ACTIVE ${tally.unknownType === 1 ? 'finding is' : 'findings are'} of a type that this release does not know.`,
        { analyzer, count: tally.unknownType, remedy: 'Look at them in the console, and update this library.' },
      ),
    );
  }
  return reasons;
}

function countOpen(tally: Tally, sightings: readonly JudgedSighting[], policy: Policy): number {
  const external = sightings.filter(({ counts }) => counts).length;
  if (!countsHere(tally, policy)) return external;
  const others = policy.analyzers === 'all' ? tally.other + tally.unknownType : 0;
  return external + tally.unlisted.total + others;
}
