import { groupByKey } from '../model/group-by-key.ts';
import { sortedUnique } from '../model/compare.ts';
import { statusOf, type Assessment, type Case } from './assess.ts';
import type { Policy } from './policy.ts';
import type { Reason } from './reason.ts';
import type { PolicyResult, RegionVerdict, VerdictStatus } from './verdict.ts';

/** One result for each account, Region or analyzer, as the policy's original reports them. */
export function policyResults(
  { places, scopes }: Case,
  { apart }: Assessment,
  regions: readonly RegionVerdict[],
  { granularity, unreadable }: Policy,
): PolicyResult[] {
  const reasons = groupByKey(apart, KEYS[granularity]);
  const result = (of: Of, judge = (own: VerdictStatus): VerdictStatus => own): PolicyResult => {
    const own = reasons.get(KEYS[granularity](of)) ?? [];
    const status = judge(statusOf(own));
    return { ...of, status, text: sentence(status, own) };
  };
  switch (granularity) {
    case 'account':
      return sortedUnique([...places, ...scopes].map(({ account }) => account)).map((account) => result({ account }));
    case 'region':
      return regions.flatMap(({ account, region, status }) =>
        status === 'NOT_APPLICABLE' ? [] : [result({ account, region }, () => status)],
      );
    case 'analyzer':
      return regions.flatMap(({ account, region, analyzers }) =>
        analyzers
          .filter(({ status }) => status === 'ACTIVE')
          .map(({ arn, problem }) => {
            // That another account's analyzer refused is no loss to the verdict, and no pass of that analyzer.
            const refused = problem?.code === 'not-ours' && unreadable !== 'ignore';
            return result({ account, region, analyzer: arn }, (own) => (refused && own === 'PASS' ? 'UNKNOWN' : own));
          }),
      );
  }
}

type Of = Pick<PolicyResult, 'account' | 'region' | 'analyzer'>;

const KEYS: Readonly<Record<Policy['granularity'], (of: Of) => string>> = {
  account: ({ account }) => account,
  region: ({ account, region }) => JSON.stringify([account, region]),
  analyzer: ({ account, analyzer }) => JSON.stringify([account, analyzer]),
};

function sentence(status: VerdictStatus, reasons: readonly Reason[]): string {
  switch (status) {
    case 'FAIL':
      return failure(reasons);
    case 'UNKNOWN':
      return 'Not everything could be read or judged.';
    case 'PASS':
      return 'No active findings that count.';
  }
}

function failure(reasons: readonly Reason[]): string {
  const active = reasons.filter(({ code, effect }) => effect === 'FAIL' && ARE_ACTIVE.has(code));
  const open = active.reduce((total, { count = 0 }) => total + count, 0);
  return open > 0 ? `${open} active ${open === 1 ? 'finding' : 'findings'}.` : 'Not as the policy asks.';
}

/** What is counted by these reasons are ACTIVE findings; by others Regions, analyzers or archived findings. */
const ARE_ACTIVE: ReadonlySet<Reason['code']> = new Set(['active-findings', 'error-findings']);
