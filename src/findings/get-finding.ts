import { GetFindingCommand } from '@aws-sdk/client-accessanalyzer';
import { checkRef, resolveAnalyzer } from '../analyzers/resolve-analyzer.ts';
import { callAws } from '../clients/call-aws.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { makeProblem } from '../clients/to-problem.ts';
import { AwsCallError } from '../errors/aws-call-error.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import type { Analyzer, AnalyzerRef } from '../model/analyzer.ts';
import type { Finding } from '../model/finding.ts';
import { toFinding } from '../model/to-finding.ts';
import { readDetails } from './read-details.ts';

/** Options of {@link getFinding}. */
export interface GetFindingOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads one finding with all its details, whatever the analyzer looks for.
 *
 * IAM actions: `access-analyzer:GetAnalyzer`, `access-analyzer:GetFinding`.
 *
 * @throws {@link InvalidInputError}; an error with code `REGION_MISMATCH`; {@link AwsCallError}, with the problem `not-found`
 * when there is none of that id (resolved findings are deleted after 90 days, repaired error findings at once);
 * `signal.reason` on an abort.
 *
 * @example
 * ```ts
 * const { status, analyzedAt } = await getFinding(client, analyzer, finding.id);
 * ```
 */
export async function getFinding(
  client: AccessAnalyzerClientLike,
  analyzer: AnalyzerRef,
  id: string,
  { signal }: GetFindingOptions = {},
): Promise<Finding> {
  checkRef(analyzer);
  if (typeof id !== 'string' || id === '') {
    throw new InvalidInputError('id', [{ path: '', found: found(id), expected: "a finding's id" }]);
  }
  const resolved = await resolveAnalyzer(client, analyzer, { signal });
  return resolved.access === 'external' ? getV1(client, resolved, id, signal) : getV2(client, resolved, id, signal);
}

async function getV1(
  client: AccessAnalyzerClientLike,
  analyzer: Analyzer,
  id: string,
  signal: AbortSignal | undefined,
): Promise<Finding> {
  const context = { operation: 'GetFinding', region: analyzer.region };
  const command = new GetFindingCommand({ analyzerArn: analyzer.arn, id });
  const output = await callAws(client, command, { ...context, signal });
  if (output.finding === undefined) {
    throw new AwsCallError(makeProblem('malformed-response', 'the answer holds no finding', context));
  }
  return toFinding(output.finding, { api: 'v1', analyzerAccess: analyzer.access });
}

async function getV2(
  client: AccessAnalyzerClientLike,
  analyzer: Analyzer,
  id: string,
  signal: AbortSignal | undefined,
): Promise<Finding> {
  const { details, error, finding, problem } = await readDetails(client, { analyzer, id, signal });
  if (problem !== undefined) throw error instanceof AwsCallError ? error : new AwsCallError(problem, { cause: error });
  return toFinding({ ...finding, findingDetails: details }, { api: 'v2', analyzerAccess: analyzer.access });
}
