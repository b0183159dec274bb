import { ListFindingsCommand, ListFindingsV2Command } from '@aws-sdk/client-accessanalyzer';
import pLimit from 'p-limit';
import { callAws } from '../clients/call-aws.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { iteratePages, type RawPage } from '../clients/iterate-pages.ts';
import { makeProblem, type ProblemContext } from '../clients/to-problem.ts';
import { toSdkFilter } from '../clients/to-sdk-filter.ts';
import { AwsCallError } from '../errors/aws-call-error.ts';
import type { Analyzer } from '../model/analyzer.ts';
import type { Filter } from '../model/archive-rule.ts';
import type { Finding } from '../model/finding.ts';
import { toFinding } from '../model/to-finding.ts';
import { createRepeats } from './repeats.ts';
import { readDetails } from './read-details.ts';

/** Options of {@link iterateFindingPages}. */
export interface IterateFindingPagesOptions {
  /** As AWS takes it. */
  readonly filter?: Filter | undefined;
  readonly details?: boolean | undefined;
  readonly pageSize?: number | undefined;
  /** The account whose credentials are used: a refusal on another account's analyzer is then `not-ours`. */
  readonly account?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** GetFindingV2 calls at once for one page of one analyzer. */
const DETAIL_CONCURRENCY = 8;

/**
 * Reads an analyzer's findings page by page, so that a caller keeps the findings of the pages before one that fails. A
 * page that holds something that is no finding is yielded without it before the failure is thrown.
 *
 * External analyzers are read with ListFindings, whose page has the details; all others, also of types that this release does
 * not know, with ListFindingsV2, and GetFindingV2 for each finding when details are asked for.
 *
 * @throws {@link AwsCallError}; `signal.reason` on an abort.
 */
export async function* iterateFindingPages(
  client: AccessAnalyzerClientLike,
  analyzer: Analyzer,
  options: IterateFindingPagesOptions = {},
): AsyncGenerator<readonly Finding[], void, undefined> {
  const { account, details = false, signal } = options;
  const api = analyzer.access === 'external' ? 'v1' : 'v2';
  const context = {
    operation: api === 'v1' ? 'ListFindings' : 'ListFindingsV2',
    region: analyzer.region,
    account,
    analyzerAccount: analyzer.account,
  };
  const pages = iteratePages({
    ...context,
    signal,
    fetchPage: (nextToken, pageSignal) =>
      fetchPage(client, analyzer, nextToken, { ...options, ...context, signal: pageSignal }),
  });
  const repeats = createRepeats();
  const limit = pLimit(DETAIL_CONCURRENCY);
  for await (const page of pages) {
    const findings: Finding[] = [];
    const raws: Readonly<Record<string, unknown>>[] = [];
    let failure: AwsCallError | undefined;
    for (const raw of page) {
      try {
        const finding = toFinding(raw, { api, analyzerAccess: analyzer.access });
        if (repeats.isRepeat(finding)) continue;
        findings.push(finding);
        raws.push(raw as Readonly<Record<string, unknown>>);
      } catch (error) {
        failure ??= malformed(error, context);
      }
    }
    if (details && api === 'v2') {
      yield await limit.map(findings, (finding, index) =>
        withDetails(client, finding, raws[index] ?? {}, { analyzer, account, signal }),
      );
    } else {
      yield findings;
    }
    if (failure !== undefined) throw failure;
  }
}

interface FetchPageOptions extends IterateFindingPagesOptions, ProblemContext {}

async function fetchPage(
  client: AccessAnalyzerClientLike,
  analyzer: Analyzer,
  nextToken: string | undefined,
  options: FetchPageOptions,
): Promise<RawPage> {
  const { filter, pageSize } = options;
  const input = {
    analyzerArn: analyzer.arn,
    ...(filter === undefined ? {} : { filter: toSdkFilter(filter) }),
    ...(pageSize === undefined ? {} : { maxResults: pageSize }),
    ...(nextToken === undefined ? {} : { nextToken }),
  };
  const output =
    analyzer.access === 'external'
      ? await callAws(client, new ListFindingsCommand(input), options)
      : await callAws(client, new ListFindingsV2Command(input), options);
  return { items: output.findings, nextToken: output.nextToken };
}

/** Adds what GetFindingV2 says. The finding stays whatever comes of it: it may have vanished since it was listed. */
async function withDetails(
  client: AccessAnalyzerClientLike,
  finding: Finding,
  raw: Readonly<Record<string, unknown>>,
  options: {
    readonly analyzer: Analyzer;
    readonly account: string | undefined;
    readonly signal: AbortSignal | undefined;
  },
): Promise<Finding> {
  const { analyzer } = options;
  const { details, problem } = await readDetails(client, { ...options, id: finding.id });
  // The listing says what the finding is; its details only add to that.
  const detailed = toFinding({ ...raw, findingDetails: details }, { api: 'v2', analyzerAccess: analyzer.access });
  return problem === undefined ? detailed : { ...detailed, detailsProblem: problem };
}

function malformed(error: unknown, context: ProblemContext): AwsCallError {
  const what = error instanceof Error ? error.message : String(error);
  return new AwsCallError(makeProblem('malformed-response', what, context), { cause: error });
}
