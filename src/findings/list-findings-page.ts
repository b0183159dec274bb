import { ListFindingsCommand, ListFindingsV2Command } from '@aws-sdk/client-accessanalyzer';
import { callAws, type CallAwsOptions } from '../clients/call-aws.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import type { RawPage } from '../clients/page-cursor.ts';
import { withJsonTaker } from '../clients/raw-json.ts';
import { toSdkFilter } from '../clients/to-sdk-filter.ts';
import type { Analyzer } from '../model/analyzer.ts';
import type { Filter } from '../model/archive-rule.ts';
import { readsAlike, type FindingsJson } from './reads-alike.ts';

/** Which page of whose findings. */
export interface ListFindingsPageOptions extends CallAwsOptions {
  /** As AWS takes it. */
  readonly filter?: Filter | undefined;
  readonly pageSize?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** A page of findings as AWS sent them. */
export interface RawFindingsPage extends RawPage {
  /** Attempts that it took: more than one, and the service is under strain. */
  readonly attempts: number;
}

/** The call that reads an analyzer's findings: ListFindings for external access, whose page has the details, else the second version. */
export function listFindingsApi({ access }: Pick<Analyzer, 'access'>): 'v1' | 'v2' {
  return access === 'external' ? 'v1' : 'v2';
}

/**
 * Asks for one page of findings. Where the client offers the JSON of its answers, and the page is a usual one, it is taken
 * as it came; else as the SDK read it.
 */
export async function listFindingsPage(
  client: AccessAnalyzerClientLike,
  analyzer: Analyzer,
  options: ListFindingsPageOptions,
): Promise<RawFindingsPage> {
  const { filter, nextToken, pageSize } = options;
  const api = listFindingsApi(analyzer);
  const taken: { page?: FindingsJson } = {};
  const input = withJsonTaker(
    {
      analyzerArn: analyzer.arn,
      ...(filter === undefined ? {} : { filter: toSdkFilter(filter) }),
      ...(pageSize === undefined ? {} : { maxResults: pageSize }),
      ...(nextToken === undefined ? {} : { nextToken }),
    },
    (json) => {
      if (!readsAlike(json, api)) return false;
      taken.page = json;
      return true;
    },
  );
  const output =
    api === 'v1'
      ? await callAws(client, new ListFindingsCommand(input), options)
      : await callAws(client, new ListFindingsV2Command(input), options);
  const { findings, nextToken: following } = taken.page ?? output;
  return { items: findings, nextToken: following ?? undefined, attempts: attemptsOf(output) };
}

/** A double of a client may send no metadata. */
function attemptsOf({ $metadata }: { readonly $metadata?: { readonly attempts?: number | undefined } }): number {
  return $metadata?.attempts ?? 1;
}
