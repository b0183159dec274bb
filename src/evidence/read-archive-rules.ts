import { ListArchiveRulesCommand } from '@aws-sdk/client-accessanalyzer';
import { callAws } from '../clients/call-aws.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { iteratePages } from '../clients/iterate-pages.ts';
import { makeProblem, toProblem } from '../clients/to-problem.ts';
import { AwsCallError } from '../errors/aws-call-error.ts';
import type { Problem } from '../errors/problem.ts';
import type { Analyzer } from '../model/analyzer.ts';
import type { ArchiveRule, Criterion, Filter } from '../model/archive-rule.ts';
import { compareBy, compareStrings } from '../model/compare.ts';
import { isRecord, textOf, textsOf } from '../model/loose.ts';
import { toTimestamp } from '../model/timestamp.ts';
import type { AuditContext } from './audit-context.ts';

/** What could be read of an analyzer's archive rules. */
export interface ArchiveRulesRead {
  /** Sorted by name; those of the pages before a failure. Undefined when no page was read. */
  readonly archiveRules: readonly ArchiveRule[] | undefined;
  readonly problem: Problem | undefined;
}

/** Lists an analyzer's archive rules. Rejects for an abort only. */
export async function readArchiveRules(
  client: AccessAnalyzerClientLike,
  analyzer: Analyzer,
  { credentials, knownAccount, signal }: AuditContext,
): Promise<ArchiveRulesRead> {
  const place = {
    operation: 'ListArchiveRules',
    region: analyzer.region,
    account: knownAccount,
    analyzerAccount: analyzer.account,
  };
  const pages = iteratePages({
    ...place,
    signal,
    fetchPage: async (nextToken, pageSignal) => {
      const input = { analyzerName: analyzer.name, ...(nextToken === undefined ? {} : { nextToken }) };
      const output = await callAws(client, new ListArchiveRulesCommand(input), { ...place, signal: pageSignal });
      return { items: output.archiveRules, nextToken: output.nextToken };
    },
  });
  const rules = new Map<string, ArchiveRule>();
  let read = 0;
  const result = (): readonly ArchiveRule[] => [...rules.values()].sort(compareBy(({ ruleName }) => ruleName));
  try {
    for await (const page of pages) {
      read += 1;
      for (const raw of page) {
        const rule = toArchiveRule(raw);
        if (rule === undefined) throw new AwsCallError(makeProblem('malformed-response', 'a rule without name', place));
        rules.set(rule.ruleName, rule);
      }
    }
    return { archiveRules: result(), problem: undefined };
  } catch (error) {
    signal?.throwIfAborted();
    const problem = credentials.note(toProblem(error, place));
    // Some analyzers of unused access refuse the call as invalid: they have no rules then (seen in public tools).
    if (problem.code === 'invalid-request' && analyzer.access !== 'external') {
      return { archiveRules: [], problem: undefined };
    }
    return { archiveRules: read === 0 ? undefined : result(), problem };
  }
}

function toArchiveRule(raw: unknown): ArchiveRule | undefined {
  if (!isRecord(raw)) return undefined;
  const ruleName = textOf(raw['ruleName']);
  if (ruleName === undefined) return undefined;
  const createdAt = toTimestamp(raw['createdAt']);
  const updatedAt = toTimestamp(raw['updatedAt']);
  return {
    ruleName,
    filter: toFilter(raw['filter']),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
  };
}

function toFilter(raw: unknown): Filter {
  if (!isRecord(raw)) return {};
  const entries = Object.entries(raw).sort(([left], [right]) => compareStrings(left, right));
  return Object.fromEntries(entries.map(([key, criterion]) => [key, toCriterion(criterion)]));
}

function toCriterion(raw: unknown): Criterion {
  if (!isRecord(raw)) return {};
  const { eq, neq, contains, exists } = raw;
  return {
    ...(Array.isArray(eq) ? { eq: textsOf(eq) } : {}),
    ...(Array.isArray(neq) ? { neq: textsOf(neq) } : {}),
    ...(Array.isArray(contains) ? { contains: textsOf(contains) } : {}),
    ...(typeof exists === 'boolean' ? { exists } : {}),
  };
}
