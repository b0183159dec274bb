import { activeKind, isKnownStatus } from './evidence-counter.ts';
import type { Finding } from './finding.ts';
import { compareContent, greatest, joinBy } from './merge-order.ts';
import { compareStrings } from './compare.ts';

/**
 * Unites findings by id. Of two sightings of one finding the newer analysis wins; on a tie the one that is worse:
 * ACTIVE, then external, then public. An ACTIVE sighting without `analyzedAt` wins, since nothing shows that another is
 * newer; any other without it loses.
 */
export function mergeFindings(findings: Iterable<Finding>): Finding[] {
  return joinBy(
    findings,
    ({ id }) => [id],
    (sightings) => greatest(sightings, compareSightings),
  );
}

function compareSightings(left: Finding, right: Finding): number {
  return (
    compareStrings(analyzed(left), analyzed(right)) || badness(left) - badness(right) || compareContent(left, right)
  );
}

/** Sorts after every time. */
const ALWAYS = '~';

function analyzed({ analyzedAt, status }: Finding): string {
  return analyzedAt ?? (status === 'ACTIVE' ? ALWAYS : '');
}

const KINDS = { external: 5, 'unknown-type': 4, error: 3, other: 2 } as const;

/** How bad the finding would be when ACTIVE: external before others, public before the rest. More is worse. */
export function exposure(finding: Finding): number {
  return KINDS[activeKind(finding)] * 3 + publicness(finding);
}

/** How much a sighting keeps a verdict from PASS. */
function badness(finding: Finding): number {
  if (finding.status === 'ACTIVE') return exposure(finding);
  return isKnownStatus(finding.status) ? 0 : 3;
}

function publicness(finding: Finding): number {
  if (finding.findingType !== 'ExternalAccess' || finding.isPublic === false) return 0;
  return finding.isPublic === undefined ? 1 : 2;
}
