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
import { isRecord } from '../model/loose.ts';
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
 * when there is none of that id (resolved findings are deleted after 90 days, repaired error findings at once) and
 * `malformed-response` when the answer is another finding; `signal.reason` on an abort.
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
  const isExternal = resolved.access === 'external';
  const finding = await (isExternal ? getV1 : getV2)(client, resolved, id, signal);
  if (finding.id === id) return finding;
  // What another finding is like must not pass for the state of this one.
  const context = { operation: isExternal ? 'GetFinding' : 'GetFindingV2', region: resolved.region };
  throw new AwsCallError(makeProblem('malformed-response', `the answer is not the finding ${found(id)}`, context));
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
  if (!isRecord(output.finding)) {
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
