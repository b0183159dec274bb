import type { AccessAnalyzerClientLike } from '../../clients/client-like.ts';
import { AwsCallError } from '../../errors/aws-call-error.ts';
import type { Analyzer } from '../../model/analyzer.ts';
import type { Finding } from '../../model/finding.ts';
import { getFinding } from '../get-finding.ts';
import { iterateFindings } from '../iterate-findings.ts';

/** AWS's limit of values in a criterion. */
const IDS_IN_A_FILTER = 20;

/** Where the findings are. */
export interface FindingPlace {
  readonly client: AccessAnalyzerClientLike;
  readonly analyzer: Analyzer;
  readonly signal: AbortSignal | undefined;
}

/**
 * Reads findings by id. What a list does not return is asked for by itself before it counts as missing: filters and lists may be behind.
 */
export async function readSelected(place: FindingPlace, ids: readonly string[]): Promise<Map<string, Finding>> {
  const { analyzer, client, signal } = place;
  const wanted = new Set(ids);
  const read = new Map<string, Finding>();
  for (let start = 0; start < ids.length; start += IDS_IN_A_FILTER) {
    const filter = { id: { eq: ids.slice(start, start + IDS_IN_A_FILTER) } };
    for await (const finding of iterateFindings(client, analyzer, { filter, signal })) {
      if (wanted.has(finding.id)) read.set(finding.id, finding);
    }
  }
  for (const id of ids) {
    if (read.has(id)) continue;
    const finding = await readOne(place, id);
    if (finding !== undefined) read.set(id, finding);
  }
  return read;
}

/** Reads all findings of a resource: what is acted on is what was read, so that one born later is not hidden with them. */
export async function readOfResource(
  { analyzer, client, signal }: FindingPlace,
  resourceArn: string,
): Promise<Map<string, Finding>> {
  const read = new Map<string, Finding>();
  const filter = { resource: { eq: [resourceArn] } };
  for await (const finding of iterateFindings(client, analyzer, { filter, signal })) {
    if (finding.resource === resourceArn) read.set(finding.id, finding);
  }
  return read;
}

async function readOne({ analyzer, client, signal }: FindingPlace, id: string): Promise<Finding | undefined> {
  try {
    return await getFinding(client, analyzer, id, { signal });
  } catch (error) {
    if (error instanceof AwsCallError && error.problem.code === 'not-found') return undefined;
    throw error;
  }
}
