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
      return regionResults(regions);
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

function regionResults(regions: readonly RegionVerdict[]): PolicyResult[] {
  return regions.flatMap(({ account, region, status, activeFindings }) =>
    status === 'NOT_APPLICABLE' ? [] : [{ account, region, status, text: sentence(status, activeFindings) }],
  );
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
  const open = reasons.filter(({ effect }) => effect === 'FAIL').reduce((total, { count }) => total + (count ?? 0), 0);
  return { ...of, status, text: sentence(status, open) };
}

function sentence(status: VerdictStatus, open: number): string {
  switch (status) {
    case 'FAIL':
      return open > 0 ? `${open} active ${open === 1 ? 'finding' : 'findings'}.` : 'Not as the policy asks.';
    case 'UNKNOWN':
      return 'Not everything could be read or judged.';
    case 'PASS':
      return 'No active findings that count.';
  }
}
