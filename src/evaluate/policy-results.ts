import { sortedUnique } from '../model/compare.ts';
import { statusOf, type Assessment, type Case } from './assess.ts';
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
      return analyzerResults(assessment, regions);
  }
}

function accountResults({ places, scopes }: Case, { reasons }: Assessment): PolicyResult[] {
  const accounts = sortedUnique([...places, ...scopes].map(({ account }) => account));
  return accounts.map((account) =>
    result(
      { account },
      reasons.filter((reason) => reason.account === account),
    ),
  );
}

function regionResults({ reasons }: Assessment, regions: readonly RegionVerdict[]): PolicyResult[] {
  return regions.flatMap(({ account, region, status }) => {
    if (status === 'NOT_APPLICABLE') return [];
    const own = reasons.filter((reason) => reason.account === account && reason.region === region);
    return [{ account, region, status, text: sentence(status, own) }];
  });
}

function analyzerResults({ reasons }: Assessment, regions: readonly RegionVerdict[]): PolicyResult[] {
  return regions.flatMap(({ account, region, analyzers }) =>
    analyzers
      .filter(({ status }) => status === 'ACTIVE')
      .map(({ arn }) =>
        result(
          { account, region, analyzer: arn },
          reasons.filter((reason) => reason.analyzer === arn && reason.account === account),
        ),
      ),
  );
}

function result(
  of: { readonly account: string; readonly region?: string; readonly analyzer?: string },
  reasons: readonly Reason[],
): PolicyResult {
  const status = statusOf(reasons);
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
