import { ListAnalyzersCommand, type Type } from '@aws-sdk/client-accessanalyzer';
import { callAws } from '../clients/call-aws.ts';
import { regionOf, type AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { iteratePages } from '../clients/iterate-pages.ts';
import { makeProblem } from '../clients/to-problem.ts';
import { AwsCallError } from '../errors/aws-call-error.ts';
import type { Analyzer, AnalyzerType } from '../model/analyzer.ts';
import { toAnalyzer } from '../model/to-analyzer.ts';

/** Options of {@link iterateAnalyzerPages}. */
export interface IterateAnalyzerPagesOptions {
  readonly type?: AnalyzerType | undefined;
  /** The account whose credentials are used, for the error message. */
  readonly account?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lists a Region's analyzers page by page, so that a caller keeps the analyzers of the pages before one that fails.
 *
 * @throws {@link AwsCallError}; `signal.reason` on an abort.
 */
export async function* iterateAnalyzerPages(
  client: AccessAnalyzerClientLike,
  { type, account, signal }: IterateAnalyzerPagesOptions = {},
): AsyncGenerator<readonly Analyzer[], void, undefined> {
  signal?.throwIfAborted();
  const context = { operation: 'ListAnalyzers', region: await regionOf(client), account };
  const pages = iteratePages({
    ...context,
    signal,
    fetchPage: async (nextToken, pageSignal) => {
      const command = new ListAnalyzersCommand({
        // A type that AWS adds after this release is as good as the known ones.
        ...(type === undefined ? {} : { type: type as Type }),
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      const output = await callAws(client, command, { ...context, signal: pageSignal });
      return { items: output.analyzers, nextToken: output.nextToken };
    },
  });
  const seen = new Set<string>();
  for await (const page of pages) {
    const analyzers: Analyzer[] = [];
    let failure: AwsCallError | undefined;
    for (const raw of page) {
      try {
        const analyzer = toAnalyzer(raw);
        if (!seen.has(analyzer.arn)) analyzers.push(analyzer);
        seen.add(analyzer.arn);
      } catch (error) {
        failure ??= new AwsCallError(makeProblem('malformed-response', textOfError(error), context), { cause: error });
      }
    }
    yield analyzers;
    if (failure !== undefined) throw failure;
  }
}

function textOfError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
