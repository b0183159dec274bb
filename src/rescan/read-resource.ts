import { GetAnalyzedResourceCommand } from '@aws-sdk/client-accessanalyzer';
import { callAws } from '../clients/call-aws.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { AwsCallError } from '../errors/aws-call-error.ts';
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
  // A service that ignored the filter must not make another resource's finding ours.
  for await (const finding of listing) if (finding.resource === resourceArn) findings.set(finding.id, finding);
  return findings;
}
