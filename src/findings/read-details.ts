import { GetFindingV2Command } from '@aws-sdk/client-accessanalyzer';
import { callAws } from '../clients/call-aws.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { iteratePages } from '../clients/iterate-pages.ts';
import { toProblem } from '../clients/to-problem.ts';
import type { Problem } from '../errors/problem.ts';
import type { Analyzer } from '../model/analyzer.ts';

/** Which finding's details, and on whose behalf. */
export interface ReadDetailsOptions {
  readonly analyzer: Analyzer;
  readonly id: string;
  readonly account?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What could be read of a finding's details. */
export interface DetailsRead {
  /** The finding without its details, as the first page has it; undefined when there was no first page. */
  readonly finding: Readonly<Record<string, unknown>> | undefined;
  /** The details of all pages that were read. */
  readonly details: readonly unknown[];
  /** Why there may be more. */
  readonly problem: Problem | undefined;
  /** What was thrown, for a caller who cannot go on. */
  readonly error: unknown;
}

/**
 * Reads all pages of GetFindingV2. Rejects for an abort only: the pages before a failure are kept, with the reason why
 * they are not all.
 */
export async function readDetails(client: AccessAnalyzerClientLike, options: ReadDetailsOptions): Promise<DetailsRead> {
  const { account, analyzer, id, signal } = options;
  const context = { operation: 'GetFindingV2', region: analyzer.region, account, analyzerAccount: analyzer.account };
  let finding: Readonly<Record<string, unknown>> | undefined;
  const details: unknown[] = [];
  const pages = iteratePages({
    ...context,
    signal,
    fetchPage: async (nextToken, pageSignal) => {
      const command = new GetFindingV2Command({
        analyzerArn: analyzer.arn,
        id,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      const output = await callAws(client, command, { ...context, signal: pageSignal });
      const { findingDetails, nextToken: following, $metadata: _, ...members } = output;
      finding ??= members as Readonly<Record<string, unknown>>;
      // Error findings have no details; the finding itself shows that the answer is one.
      return { items: findingDetails ?? (output.id === undefined ? undefined : []), nextToken: following };
    },
  });
  try {
    for await (const page of pages) details.push(...page);
    return { finding, details, problem: undefined, error: undefined };
  } catch (error) {
    signal?.throwIfAborted();
    return { finding, details, problem: toProblem(error, context), error };
  }
}
