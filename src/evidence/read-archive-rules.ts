import { iterateArchiveRulePages } from '../archive-rules/iterate-archive-rule-pages.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { toProblem } from '../clients/to-problem.ts';
import type { Problem } from '../errors/problem.ts';
import type { Analyzer } from '../model/analyzer.ts';
import type { ArchiveRule } from '../model/archive-rule.ts';
import { compareBy } from '../model/compare.ts';
import type { AuditContext } from './audit-context.ts';

/** What could be read of an analyzer's archive rules. */
export interface ArchiveRulesRead {
  /** Sorted by name; those of the pages before a failure. Undefined when no page was read. */
  readonly archiveRules: readonly ArchiveRule[] | undefined;
  readonly problem: Problem | undefined;
}

/** Lists an analyzer's archive rules, keeping what was read before a failure. Rejects for an abort only. */
export async function readArchiveRules(
  client: AccessAnalyzerClientLike,
  analyzer: Analyzer,
  { credentials, knownAccount, signal }: AuditContext,
): Promise<ArchiveRulesRead> {
  const rules = new Map<string, ArchiveRule>();
  let read = 0;
  const result = (): readonly ArchiveRule[] => [...rules.values()].sort(compareBy(({ ruleName }) => ruleName));
  try {
    for await (const page of iterateArchiveRulePages(client, analyzer, { account: knownAccount, signal })) {
      read += 1;
      for (const rule of page) rules.set(rule.ruleName, rule);
    }
    return { archiveRules: result(), problem: undefined };
  } catch (error) {
    signal?.throwIfAborted();
    const place = { operation: 'ListArchiveRules', region: analyzer.region, account: knownAccount };
    const problem = credentials.note(toProblem(error, { ...place, analyzerAccount: analyzer.account }));
    // Some analyzers of unused access refuse the call as invalid: they have no rules then (seen in public tools).
    if (read === 0 && problem.code === 'invalid-request' && analyzer.access !== 'external') {
      return { archiveRules: [], problem: undefined };
    }
    return { archiveRules: read === 0 ? undefined : result(), problem };
  }
}
