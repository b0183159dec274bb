import { iterateAnalyzerPages } from '../analyzers/iterate-analyzer-pages.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { toProblem } from '../clients/to-problem.ts';
import type { Clients } from '../clients/types.ts';
import type { Problem } from '../errors/problem.ts';
import type { Analyzer } from '../model/analyzer.ts';
import type { AuditContext } from './audit-context.ts';

/** The analyzers of one Region, as far as they could be listed. */
export interface ListedRegion {
  /** Undefined when none could be had: then there are no analyzers either. */
  readonly client: AccessAnalyzerClientLike | undefined;
  readonly analyzers: readonly Analyzer[];
  readonly problem: Problem | undefined;
}

/** Lists the analyzers of one Region, keeping those of the pages before a failure. Rejects for an abort only. */
export async function listRegion(
  clients: Pick<Clients, 'accessAnalyzer'>,
  region: string,
  { credentials, knownAccount: account, signal }: Pick<AuditContext, 'credentials' | 'knownAccount' | 'signal'>,
): Promise<ListedRegion> {
  const analyzers: Analyzer[] = [];
  let client: AccessAnalyzerClientLike | undefined;
  if (credentials.failure !== undefined) return { client, analyzers, problem: credentials.failure };
  try {
    client = clients.accessAnalyzer(region);
    for await (const page of iterateAnalyzerPages(client, { account, signal })) analyzers.push(...page);
    return { client, analyzers, problem: undefined };
  } catch (error) {
    signal?.throwIfAborted();
    const problem = toProblem(error, { operation: 'ListAnalyzers', region, account });
    return { client, analyzers, problem: credentials.note(problem) };
  }
}
