import { ListArchiveRulesCommand } from '@aws-sdk/client-accessanalyzer';
import { callAws } from '../clients/call-aws.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { iteratePages } from '../clients/iterate-pages.ts';
import type { AwsCallError } from '../errors/aws-call-error.ts';
import type { Analyzer } from '../model/analyzer.ts';
import type { ArchiveRule } from '../model/archive-rule.ts';
import { parseRule } from './parse-rule.ts';

/** Options of {@link iterateArchiveRulePages}. */
export interface IterateArchiveRulePagesOptions {
  /** The account whose credentials are used: a refusal on another account's analyzer is then `not-ours`. */
  readonly account?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lists an analyzer's archive rules page by page, so that a caller keeps the rules of the pages before one that fails. A page that
 * holds something that is no rule is yielded without it before the failure is thrown.
 *
 * @throws {@link AwsCallError}; `signal.reason` on an abort.
 */
export async function* iterateArchiveRulePages(
  client: AccessAnalyzerClientLike,
  analyzer: Analyzer,
  { account, signal }: IterateArchiveRulePagesOptions = {},
): AsyncGenerator<readonly ArchiveRule[], void, undefined> {
  const context = {
    operation: 'ListArchiveRules',
    region: analyzer.region,
    account,
    analyzerAccount: analyzer.account,
  };
  const pages = iteratePages({
    ...context,
    signal,
    fetchPage: async (nextToken, pageSignal) => {
      const input = { analyzerName: analyzer.name, ...(nextToken === undefined ? {} : { nextToken }) };
      const output = await callAws(client, new ListArchiveRulesCommand(input), { ...context, signal: pageSignal });
      return { items: output.archiveRules, nextToken: output.nextToken };
    },
  });
  for await (const page of pages) {
    const rules: ArchiveRule[] = [];
    let failure: AwsCallError | undefined;
    for (const raw of page) {
      const parsed = parseRule(raw, context);
      if (parsed.rule === undefined) failure ??= parsed.error;
      else rules.push(parsed.rule);
    }
    yield rules;
    if (failure !== undefined) throw failure;
  }
}
