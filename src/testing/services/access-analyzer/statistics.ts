import type { FakeHttpResponse } from '../../types.ts';
import { analyzerKind, type AnalyzerState } from '../../state/analyzer-state.ts';
import type { StoredFinding } from '../../state/stored-finding.ts';
import type { World } from '../../state/world.ts';
import { json, type Call } from '../service.ts';
import { isKept } from './list-findings.ts';
import { analyzerByArn } from './lookup.ts';

/** GetFindingsStatistics: counted live, unless the scenario has counts of its own or none. */
export function getFindingsStatistics(call: Call): FakeHttpResponse {
  const analyzer = analyzerByArn(call, 'GetFindingsStatistics');
  if (analyzer.statistics === 'absent') return json({ findingsStatistics: [] });
  if (analyzer.statistics !== 'live') return json(analyzer.statistics);
  return json({
    findingsStatistics: [statisticsOf(call.world, analyzer)],
    lastUpdatedAt: call.world.now().toISOString(),
  });
}

/** Counting looks at every finding, so it is done again only when one has changed, or could be gone since. */
function statisticsOf(world: World, analyzer: AnalyzerState): object {
  const { version } = analyzer.findings;
  const grows = world.behavior.resolvedRetentionDays === undefined;
  if (!grows || analyzer.counted?.version !== version) {
    analyzer.counted = { version, statistics: count(world, analyzer) };
  }
  return analyzer.counted.statistics;
}

function count(world: World, analyzer: AnalyzerState): object {
  const totals = { totalActiveFindings: 0, totalArchivedFindings: 0, totalResolvedFindings: 0 };
  const byKind = COUNTERS[analyzerKind(analyzer.type)]();
  for (const [, finding] of analyzer.findings.from(0)) {
    if (!isKept(world, finding)) continue;
    const total = TOTALS[finding.status];
    if (total !== undefined) totals[total] += 1;
    byKind.add(finding);
  }
  return byKind.result(totals);
}

type Total = 'totalActiveFindings' | 'totalArchivedFindings' | 'totalResolvedFindings';
const TOTALS: Readonly<Record<string, Total>> = {
  ACTIVE: 'totalActiveFindings',
  ARCHIVED: 'totalArchivedFindings',
  RESOLVED: 'totalResolvedFindings',
};

interface Counter {
  add(finding: StoredFinding): void;
  result(totals: object): object;
}

const COUNTERS = { external: countExternal, unused: countUnused, internal: countInternal } as const;

function countExternal(): Counter {
  const resourceTypeStatistics = new Tally(['totalActivePublic', 'totalActiveCrossAccount', 'totalActiveErrors']);
  return {
    add({ resourceType, status, error, isPublic }) {
      if (status !== 'ACTIVE') return;
      const member = isPublic === true ? 'totalActivePublic' : 'totalActiveCrossAccount';
      resourceTypeStatistics.count(resourceType, error === undefined ? member : 'totalActiveErrors');
    },
    result: (totals) => ({
      externalAccessFindingsStatistics: { resourceTypeStatistics: resourceTypeStatistics.toJson(), ...totals },
    }),
  };
}

function countInternal(): Counter {
  const resourceTypeStatistics = new Tally(Object.values(TOTALS));
  return {
    add({ resourceType, status }) {
      resourceTypeStatistics.count(resourceType, TOTALS[status]);
    },
    result: (totals) => ({
      internalAccessFindingsStatistics: { resourceTypeStatistics: resourceTypeStatistics.toJson(), ...totals },
    }),
  };
}

const TOP_ACCOUNTS = 10;

function countUnused(): Counter {
  const types = new Tally(['total']);
  const accounts = new Map<string, Tally>();
  return {
    add({ findingType, status, resourceOwnerAccount }) {
      if (status !== 'ACTIVE') return;
      types.count(findingType, 'total');
      const tally = accounts.get(resourceOwnerAccount) ?? new Tally(['total']);
      accounts.set(resourceOwnerAccount, tally);
      tally.count(findingType, 'total');
    },
    result: (totals) => ({
      unusedAccessFindingsStatistics: {
        unusedAccessTypeStatistics: types
          .entries()
          .map(([unusedAccessType, { total }]) => ({ unusedAccessType, total })),
        topAccounts: [...accounts]
          .map(([account, tally]) => {
            const details = Object.fromEntries(tally.entries().map(([type, { total = 0 }]) => [type, total]));
            const numberOfActiveFindings = Object.values(details).reduce((sum, total) => sum + total, 0);
            return { account, numberOfActiveFindings, details };
          })
          .sort((left, right) => right.numberOfActiveFindings - left.numberOfActiveFindings)
          .slice(0, TOP_ACCOUNTS),
        ...totals,
      },
    }),
  };
}

/** Counts some members for each of several names. */
class Tally {
  readonly #members: readonly string[];
  readonly #counts = new Map<string, Record<string, number>>();

  constructor(members: readonly string[]) {
    this.#members = members;
  }

  count(name: string, member: string | undefined): void {
    const counts = this.#counts.get(name) ?? Object.fromEntries(this.#members.map((zero) => [zero, 0]));
    this.#counts.set(name, counts);
    if (member !== undefined) counts[member] = (counts[member] ?? 0) + 1;
  }

  entries(): [string, Record<string, number>][] {
    return [...this.#counts];
  }

  toJson(): Record<string, Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}
