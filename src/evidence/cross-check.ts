import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { makeProblem, toProblem } from '../clients/to-problem.ts';
import type { Problem } from '../errors/problem.ts';
import { countFindings } from '../findings/count-findings.ts';
import type { Analyzer } from '../model/analyzer.ts';
import type { Finding } from '../model/finding.ts';
import type { AuditContext } from './audit-context.ts';
import { readPages } from './read-analyzer.ts';

/**
 * Holds an analyzer whose list of ACTIVE findings is empty against AWS's statistics. Where these count some, everything is
 * listed once without a filter; what is then found to be open goes to `each`. Returns why the empty list is still in
 * doubt, or undefined when it is not. Rejects for an abort only.
 */
export async function crossCheck(
  client: AccessAnalyzerClientLike,
  analyzer: Analyzer,
  context: AuditContext,
  { each }: { readonly each: (finding: Finding) => void },
): Promise<Problem | undefined> {
  const counted = await activeByStatistics(client, analyzer, context);
  if (counted === 0) return undefined;
  let open = 0;
  const { problem } = await readPages(client, analyzer, context, {
    partition: false,
    each: (finding) => {
      // Archived findings are read, and shown, by themselves.
      if (finding.status === 'ARCHIVED' || finding.status === 'RESOLVED') return;
      open += 1;
      each(finding);
    },
  });
  if (problem !== undefined) return problem;
  if (open > 0) return undefined;
  const what = `GetFindingsStatistics counts ${counted} ACTIVE ${counted === 1 ? 'finding' : 'findings'} of analyzer ${analyzer.name} and its list, read twice, holds none`;
  const { knownAccount: account } = context;
  return {
    ...makeProblem('counts-disagree', what, { operation: 'GetFindingsStatistics', region: analyzer.region, account }),
    retryable: true,
    remedy: 'Audit again when AWS has refreshed its statistics; if it stays, look at the analyzer in the console.',
  };
}

/** Statistics that cannot be read, or were never computed, count nothing: they are no authority for a verdict. */
async function activeByStatistics(
  client: AccessAnalyzerClientLike,
  analyzer: Analyzer,
  { credentials, signal }: AuditContext,
): Promise<number> {
  try {
    return (await countFindings(client, analyzer, { signal })).active ?? 0;
  } catch (error) {
    signal?.throwIfAborted();
    credentials.note(toProblem(error, { operation: 'GetFindingsStatistics', region: analyzer.region }));
    return 0;
  }
}
