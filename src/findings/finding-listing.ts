import pLimit from 'p-limit';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import type { FetchPage } from '../clients/page-cursor.ts';
import { makeProblem, type ProblemContext } from '../clients/to-problem.ts';
import { AwsCallError } from '../errors/aws-call-error.ts';
import type { Analyzer } from '../model/analyzer.ts';
import type { Filter } from '../model/archive-rule.ts';
import type { Finding } from '../model/finding.ts';
import { toFinding } from '../model/to-finding.ts';
import { listFindingsApi, listFindingsPage, type RawFindingsPage } from './list-findings-page.ts';
import { readDetails } from './read-details.ts';

/** Options of {@link createFindingListing}. */
export interface FindingListingOptions {
  readonly details?: boolean | undefined;
  readonly pageSize?: number | undefined;
  /** The account whose credentials are used: a refusal on another account's analyzer is then `not-ours`. */
  readonly account?: string | undefined;
}

/** How the findings of one analyzer are listed, whichever part of them and in whatever order. */
export interface FindingListing {
  /** Where it happens, for error messages. */
  readonly context: ProblemContext;
  /** Fetches pages of the findings that match a filter. */
  pagesOf(filter: Filter | undefined): FetchPage<RawFindingsPage>;
  /** Makes findings of the items of a page. What is none makes the page malformed; the others are kept. */
  toFindings(items: readonly unknown[]): {
    readonly findings: readonly Finding[];
    readonly failure: AwsCallError | undefined;
  };
  /** Adds their details to findings of {@link FindingListing.toFindings}, where details are asked for. */
  complete(findings: readonly Finding[], signal: AbortSignal | undefined): Promise<readonly Finding[]>;
}

/** GetFindingV2 calls at once for the findings of one analyzer. */
const DETAIL_CONCURRENCY = 8;

type Raw = Readonly<Record<string, unknown>>;

/** Makes a {@link FindingListing}. */
export function createFindingListing(
  client: AccessAnalyzerClientLike,
  analyzer: Analyzer,
  { account, details = false, pageSize }: FindingListingOptions,
): FindingListing {
  const api = listFindingsApi(analyzer);
  const context = {
    operation: api === 'v1' ? 'ListFindings' : 'ListFindingsV2',
    region: analyzer.region,
    account,
    analyzerAccount: analyzer.account,
  };
  const options = { api, analyzerAccess: analyzer.access } as const;
  const wantsDetails = details && api === 'v2';
  /** What the list said of a finding, until its details are there. */
  const raws = new WeakMap<Finding, Raw>();
  const limit = pLimit(DETAIL_CONCURRENCY);

  /** The finding stays whatever comes of it: it may have vanished since it was listed. */
  const withDetails = async (finding: Finding, signal: AbortSignal | undefined): Promise<Finding> => {
    const read = await readDetails(client, { analyzer, account, signal, id: finding.id });
    // The listing says what the finding is; its details only add to that.
    const detailed = toFinding({ ...raws.get(finding), findingDetails: read.details }, options);
    return read.problem === undefined ? detailed : { ...detailed, detailsProblem: read.problem };
  };

  return {
    context,
    pagesOf: (filter) => (nextToken, signal) =>
      listFindingsPage(client, analyzer, { ...context, filter, pageSize, nextToken, signal }),
    toFindings: (items) => {
      const findings: Finding[] = [];
      let failure: AwsCallError | undefined;
      for (const item of items) {
        try {
          const finding = toFinding(item, options);
          if (wantsDetails) raws.set(finding, item as Raw);
          findings.push(finding);
        } catch (error) {
          failure ??= malformed(error, context);
        }
      }
      return { findings, failure };
    },
    complete: async (findings, signal) =>
      wantsDetails ? limit.map(findings, (finding) => withDetails(finding, signal)) : findings,
  };
}

function malformed(error: unknown, context: ProblemContext): AwsCallError {
  const what = error instanceof Error ? error.message : String(error);
  return new AwsCallError(makeProblem('malformed-response', what, context), { cause: error });
}
