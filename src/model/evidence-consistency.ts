import { found } from '../errors/found.ts';
import type { InputIssue } from '../errors/invalid-input-error.ts';
import { countEvidence } from './evidence-counter.ts';
import type {
  AnalyzerEvidence,
  ArchivedCounts,
  Evidence,
  EvidenceCounts,
  RegionEvidence,
  SuppressedEvidence,
} from './evidence.ts';

/**
 * What the parts of some evidence say about each other that cannot all be true: a part that is not complete and gives no
 * reason, counts that hide findings, two records of one thing. Such a document was damaged or made up, and a verdict
 * over it would be a guess.
 */
export function inconsistencies(evidence: Evidence): InputIssue[] {
  return [
    ...repeated(evidence.scopes, 'scopes', ({ partition, account }) => JSON.stringify([partition, account])),
    ...repeated(evidence.regions, 'regions', ({ partition, account, region }) =>
      JSON.stringify([partition, account, region]),
    ),
    ...evidence.regions.flatMap((record, index) => inRegion(record, `regions[${index}]`)),
  ];
}

function inRegion(record: RegionEvidence, path: string): InputIssue[] {
  return [
    ...problemMatches(record, record.state === 'unreadable', path),
    ...isOlder(record, path),
    ...repeated(record.analyzers, `${path}.analyzers`, ({ analyzer }) => analyzer.arn),
    ...repeated(record.suppressed ?? [], `${path}.suppressed`, ({ analyzer }) => analyzer),
    ...record.analyzers.flatMap((evidence, index) => inAnalyzer(evidence, `${path}.analyzers[${index}]`)),
    ...(record.suppressed ?? []).flatMap((evidence, index) => inSuppressed(evidence, `${path}.suppressed[${index}]`)),
  ];
}

function inAnalyzer(evidence: AnalyzerEvidence, path: string): InputIssue[] {
  const incomplete = evidence.state === 'partial' || evidence.state === 'unreadable';
  return [
    ...problemMatches(evidence, incomplete, path),
    ...repeated(evidence.findings, `${path}.findings`, ({ id }) => id),
    ...countsMatch(evidence, `${path}.counts`),
    ...sumsMatch(evidence.counts, `${path}.counts`),
  ];
}

function inSuppressed({ archived, findings }: SuppressedEvidence, path: string): InputIssue[] {
  const members = ['public', 'publicUnknown', 'errors', 'exceedsRead'] as const;
  return [
    ...repeated(findings, `${path}.findings`, ({ id }) => id),
    ...members
      .filter((member) => archived[member] > archived.total)
      .map((member) => tooMany<ArchivedCounts>(`${path}.archived`, member, archived, `total, ${archived.total}`)),
  ];
}

function isOlder({ collectedAt, oldestReadAt }: RegionEvidence, path: string): InputIssue[] {
  if (oldestReadAt === undefined || oldestReadAt < collectedAt) return [];
  return [{ path: `${path}.oldestReadAt`, found: found(oldestReadAt), expected: `a time before ${collectedAt}` }];
}

function problemMatches(
  { state, problem }: { readonly state: string; readonly problem?: unknown },
  needed: boolean,
  path: string,
): InputIssue[] {
  if (needed === (problem !== undefined)) return [];
  const expected = needed ? `the reason for the state "${state}"` : `no problem beside the state "${state}"`;
  return [{ path: `${path}.problem`, found: found(problem), expected }];
}

function repeated<T>(items: readonly T[], path: string, keyOf: (item: T) => string): InputIssue[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const key = keyOf(item);
    const again = seen.has(key);
    seen.add(key);
    return again ? [{ path: `${path}[${index}]`, found: `a second ${key}`, expected: 'each once' }] : [];
  });
}

/** The counts that do not depend on this release's table of access levels, which may know more than the writer's. */
const COMPARED = {
  'byStatus.ACTIVE': ({ byStatus }) => byStatus['ACTIVE'] ?? 0,
  'byStatus.ARCHIVED': ({ byStatus }) => byStatus['ARCHIVED'] ?? 0,
  'byStatus.RESOLVED': ({ byStatus }) => byStatus['RESOLVED'] ?? 0,
  unknownStatus: ({ unknownStatus }) => unknownStatus,
  'activeExternal.total': ({ activeExternal }) => activeExternal.total,
  'activeExternal.public': ({ activeExternal }) => activeExternal.public,
  'activeExternal.notPublic': ({ activeExternal }) => activeExternal.notPublic,
  'activeExternal.publicUnknown': ({ activeExternal }) => activeExternal.publicUnknown,
  activeErrors: ({ activeErrors }) => activeErrors,
  activeUnknownType: ({ activeUnknownType }) => activeUnknownType,
  activeOther: ({ activeOther }) => activeOther,
} satisfies Record<string, (counts: EvidenceCounts) => number>;

/**
 * With `findings` the counts are of just those. With `counts` the findings are a sample: where it holds one, the count
 * is not zero (it may be less than the sample's after a merge of two reads, which takes the larger count).
 */
function countsMatch({ detail, counts, findings }: AnalyzerEvidence, path: string): InputIssue[] {
  const counted = countEvidence(findings);
  return Object.entries(COMPARED).flatMap(([member, read]) => {
    const [said, seen] = [read(counts), read(counted)];
    if (detail === 'findings' ? said === seen : said > 0 || seen === 0) return [];
    const expected = detail === 'findings' ? `${seen}, which is how many findings there are` : `at least 1`;
    return [{ path: `${path}.${member}`, found: String(said), expected }];
  });
}

/** Holds for every count, and for the member-wise maximum of two. */
function sumsMatch(counts: EvidenceCounts, path: string): InputIssue[] {
  const { activeExternal: external } = counts;
  const parts = ['public', 'notPublic', 'publicUnknown'] as const;
  const active = counts.byStatus['ACTIVE'] ?? 0;
  const sum = external.total + counts.activeErrors + counts.activeUnknownType + counts.activeOther;
  const statuses = Object.entries(counts.byStatus).filter(
    ([status]) => status !== 'ACTIVE' && status !== 'ARCHIVED' && status !== 'RESOLVED',
  );
  const unknown = statuses.reduce((total, [, number]) => total + number, 0);
  return [
    ...parts
      .filter((part) => external[part] > external.total)
      .map((part) => tooMany(`${path}.activeExternal`, part, external, `total, ${external.total}`)),
    ...(external.total > external.public + external.notPublic + external.publicUnknown
      ? [tooMany(`${path}.activeExternal`, 'total', external, 'public, notPublic and publicUnknown together')]
      : []),
    ...(active > sum
      ? [
          {
            path: `${path}.byStatus.ACTIVE`,
            found: String(active),
            expected: `at most ${sum}, what the kinds add up to`,
          },
        ]
      : []),
    ...(unknown > 0 && counts.unknownStatus === 0
      ? [{ path: `${path}.unknownStatus`, found: '0', expected: `at least 1: byStatus has other statuses` }]
      : []),
  ];
}

function tooMany<T>(path: string, member: keyof T & string, counts: T, limit: string): InputIssue {
  return { path: `${path}.${member}`, found: String(counts[member]), expected: `at most ${limit}` };
}
