import { GetAnalyzedResourceCommand } from '@aws-sdk/client-accessanalyzer';
import { callAws } from '../clients/call-aws.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { toProblem } from '../clients/to-problem.ts';
import { AwsCallError } from '../errors/aws-call-error.ts';
import type { Problem } from '../errors/problem.ts';
import { iterateFindings } from '../findings/iterate-findings.ts';
import type { Analyzer } from '../model/analyzer.ts';
import type { Finding, FindingStatus } from '../model/finding.ts';
import { toTimestamp } from '../model/timestamp.ts';

/** What AWS says of a resource it has analysed. AWS leaves most members out for a resource without a finding. */
export interface AnalyzedResource {
  readonly analyzedAt?: string;
  /** The status of the finding made from it. */
  readonly status?: FindingStatus;
}

/** One resource on one analyzer. */
export interface ResourcePlace {
  readonly client: AccessAnalyzerClientLike;
  readonly analyzer: Analyzer;
  readonly resourceArn: string;
}

/** When AWS analysed the resource last; undefined when AWS does not know it. */
export async function readAnalyzedResource(
  { analyzer, client, resourceArn }: ResourcePlace,
  signal: AbortSignal | undefined,
): Promise<AnalyzedResource | undefined> {
  const command = new GetAnalyzedResourceCommand({ analyzerArn: analyzer.arn, resourceArn });
  const place = { operation: 'GetAnalyzedResource', region: analyzer.region, analyzerAccount: analyzer.account };
  try {
    const { resource } = await callAws(client, command, { ...place, signal });
    const analyzedAt = toTimestamp(resource?.analyzedAt);
    const status = resource?.status;
    return { ...(analyzedAt === undefined ? {} : { analyzedAt }), ...(status === undefined ? {} : { status }) };
  } catch (error) {
    if (error instanceof AwsCallError && error.problem.code === 'not-found') return undefined;
    throw error;
  }
}

/** All findings of the resource, of any status, by id. */
export async function readFindings(
  { analyzer, client, resourceArn }: ResourcePlace,
  signal: AbortSignal | undefined,
): Promise<Map<string, Finding>> {
  const findings = new Map<string, Finding>();
  const listing = iterateFindings(client, analyzer, { filter: { resource: { eq: [resourceArn] } }, signal });
  for await (const finding of listing) {
    // A service that ignored the filter must not make another resource's finding ours; one that names no resource was asked for.
    if (finding.resource === undefined || finding.resource === resourceArn) findings.set(finding.id, finding);
  }
  return findings;
}

/** The findings; or why they could not be listed, where a later look may succeed. */
export async function lookAtFindings(
  place: ResourcePlace,
  signal: AbortSignal,
): Promise<{ readonly findings: ReadonlyMap<string, Finding> } | { readonly problem: Problem }> {
  try {
    return { findings: await readFindings(place, signal) };
  } catch (error) {
    signal.throwIfAborted();
    const problem = toProblem(error, { operation: 'ListFindings', region: place.analyzer.region });
    if (!isTransient(problem)) throw error;
    return { problem };
  }
}

/** Failures that waiting may cure. Whatever else fails would fail for ever: a missing permission, credentials that ended. */
const TRANSIENT: readonly string[] = ['throttled', 'network', 'timeout', 'service', 'malformed-response', 'unexpected'];

/** Whether the same call may succeed a little later. */
export function isTransient({ code, retryable }: Problem): boolean {
  return retryable || TRANSIENT.includes(code);
}
