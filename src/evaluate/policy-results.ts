import { sortedUnique } from '../model/compare.ts';
import { statusOf, type Assessment, type Case } from './assess.ts';
import { groupByKey } from './place.ts';
import type { Policy } from './policy.ts';
import type { Reason } from './reason.ts';
import type { PolicyResult, RegionVerdict, VerdictStatus } from './verdict.ts';

/** One result for each account, Region or analyzer, as the policy's original reports them. */
export function policyResults(
  input: Case,
  assessment: Assessment,
  regions: readonly RegionVerdict[],
  policy: Policy,
): PolicyResult[] {
  switch (policy.granularity) {
    case 'account':
      return accountResults(input, assessment);
    case 'region':
      return regionResults(assessment, regions);
    case 'analyzer':
      return analyzerResults(assessment, regions, policy);
  }
}

function accountResults({ places, scopes }: Case, { apart }: Assessment): PolicyResult[] {
  const accounts = sortedUnique([...places, ...scopes].map(({ account }) => account));
  const reasons = groupByKey(apart, ({ account }) => account);
  return accounts.map((account) => {
    const own = reasons.get(account) ?? [];
    return result({ account }, statusOf(own), own);
  });
}

function regionResults({ apart }: Assessment, regions: readonly RegionVerdict[]): PolicyResult[] {
  const reasons = groupByKey(apart, ({ account, region }) => JSON.stringify([account, region]));
  return regions.flatMap(({ account, region, status }) => {
    if (status === 'NOT_APPLICABLE') return [];
    return [result({ account, region }, status, reasons.get(JSON.stringify([account, region])) ?? [])];
  });
}

function analyzerResults({ apart }: Assessment, regions: readonly RegionVerdict[], policy: Policy): PolicyResult[] {
  const reasons = groupByKey(apart, ({ account, analyzer }) => JSON.stringify([account, analyzer]));
  return regions.flatMap(({ account, region, analyzers }) =>
    analyzers
      .filter(({ status }) => status === 'ACTIVE')
      .map(({ arn, problem }) => {
        const own = reasons.get(JSON.stringify([account, arn])) ?? [];
        const status = statusOf(own);
        // That another account's analyzer refused is no loss to the verdict, and no pass of that analyzer.
        const refused = problem?.code === 'not-ours' && policy.unreadable !== 'ignore';
        return result({ account, region, analyzer: arn }, status === 'PASS' && refused ? 'UNKNOWN' : status, own);
      }),
  );
}

function result(
  of: { readonly account: string; readonly region?: string; readonly analyzer?: string },
  status: VerdictStatus,
  reasons: readonly Reason[],
): PolicyResult {
  return { ...of, status, text: sentence(status, reasons) };
}

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
