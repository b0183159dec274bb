import { ACCESS_LEVELS, type AccessLevel } from '../access-levels/access-level.ts';
import { classifyAccessLevel } from '../access-levels/classify-access-level.ts';
import { exceedsRead } from '../access-levels/level-order.ts';
import { compareStrings } from './compare.ts';
import type { ArchivedCounts, EvidenceCounts } from './evidence.ts';
import type { ExternalAccessFinding, Finding } from './finding.ts';

/** What an ACTIVE finding counts as. An error finding proves nothing about access, whatever its type. */
export type ActiveKind = 'external' | 'error' | 'unknown-type' | 'other';

const KNOWN_STATUSES: ReadonlySet<string> = new Set(['ACTIVE', 'ARCHIVED', 'RESOLVED']);

/** Whether the status is one that AWS had when this release was made. */
export function isKnownStatus(status: string): boolean {
  return KNOWN_STATUSES.has(status);
}

/** What the finding would count as when it is ACTIVE. */
export function activeKind(finding: Finding): ActiveKind {
  if (finding.error !== undefined) return 'error';
  if (finding.findingType === 'ExternalAccess') return 'external';
  return finding.findingType === 'Unknown' ? 'unknown-type' : 'other';
}

/** Counts findings one by one; its memory does not grow with their number. */
export interface EvidenceCounter {
  add(finding: Finding): void;
  /** The counts so far, maps in order of their keys. */
  counts(): EvidenceCounts;
}

/** Makes a counter for one analyzer's findings. Count each finding once: the counter does not remember ids. */
export function createEvidenceCounter(): EvidenceCounter {
  const byStatus = new Map<string, number>();
  const byResourceType = new Map<string, number>();
  const byLevel = new Map<AccessLevel, number>();
  const active = { external: 0, error: 0, 'unknown-type': 0, other: 0 };
  let unknownStatus = 0;
  const publicness = { public: 0, notPublic: 0, publicUnknown: 0 };
  let unknownActions = 0;

  const addExternal = (finding: ExternalAccessFinding): void => {
    publicness[finding.isPublic === undefined ? 'publicUnknown' : finding.isPublic ? 'public' : 'notPublic'] += 1;
    increment(byResourceType, finding.resourceType);
    const { levels, unknown } = classifyAccessLevel(finding.action);
    for (const level of levels) increment(byLevel, level);
    if (unknown.length > 0 || finding.action.length === 0) unknownActions += 1;
  };
  return {
    add(finding) {
      increment(byStatus, finding.status);
      if (!isKnownStatus(finding.status)) unknownStatus += 1;
      if (finding.status !== 'ACTIVE') return;
      const kind = activeKind(finding);
      active[kind] += 1;
      if (kind === 'external') addExternal(finding as ExternalAccessFinding);
    },
    counts: () => ({
      byStatus: sortedRecord(byStatus),
      unknownStatus,
      activeExternal: {
        total: active.external,
        ...publicness,
        byResourceType: sortedRecord(byResourceType),
        byLevel: Object.fromEntries(ACCESS_LEVELS.map((level) => [level, byLevel.get(level) ?? 0])) as Record<
          AccessLevel,
          number
        >,
        unknownActions,
      },
      activeErrors: active.error,
      activeUnknownType: active['unknown-type'],
      activeOther: active.other,
    }),
  };
}

/** Counts findings by what the rule makes of them. */
export function countEvidence(findings: Iterable<Finding>): EvidenceCounts {
  const counter = createEvidenceCounter();
  for (const finding of findings) counter.add(finding);
  return counter.counts();
}

/** Counts archived findings one by one. */
export interface ArchivedCounter {
  add(finding: Finding): void;
  /** The counts so far. */
  counts(): ArchivedCounts;
}

/** Makes a counter for one analyzer's archived findings. */
export function createArchivedCounter(): ArchivedCounter {
  const counts = { total: 0, public: 0, publicUnknown: 0, errors: 0, exceedsRead: 0 };
  return {
    add(finding) {
      counts.total += 1;
      const traits = archivedTraits(finding);
      if (traits.public === true) counts.public += 1;
      if (traits.public === undefined) counts.publicUnknown += 1;
      if (traits.error) counts.errors += 1;
      if (traits.exceedsRead) counts.exceedsRead += 1;
    },
    counts: () => ({ ...counts }),
  };
}

/** Whether somebody should look at an archived finding: public or possibly so, an error, or more than List and Read. */
export function deservesALook(finding: Finding): boolean {
  const traits = archivedTraits(finding);
  return traits.public !== false || traits.error || traits.exceedsRead || finding.findingType === 'Unknown';
}

interface ArchivedTraits {
  /** Undefined: external access of which AWS did not say. */
  readonly public: boolean | undefined;
  readonly error: boolean;
  readonly exceedsRead: boolean;
}

function archivedTraits(finding: Finding): ArchivedTraits {
  const external = finding.findingType === 'ExternalAccess';
  // An error finding proves nothing about access: what it does not say is not "possibly public".
  if (finding.error !== undefined) {
    return { public: external && finding.isPublic === true, error: true, exceedsRead: false };
  }
  return {
    public: external ? finding.isPublic : false,
    error: false,
    exceedsRead: 'action' in finding && exceedsRead(finding.action),
  };
}

function increment<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** `Object.fromEntries` makes `__proto__` an ordinary member. */
function sortedRecord(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([left], [right]) => compareStrings(left, right)));
}
