import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import type { Analyzer } from '../model/analyzer.ts';
import { resolveAnalyzer } from './resolve-analyzer.ts';

/** Options of {@link getAnalyzer}. */
export interface GetAnalyzerOptions {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads one analyzer, with its configuration, which {@link listAnalyzers} does not have. An ARN of another Region
 * than the client's is refused before any call.
 *
 * IAM actions: `access-analyzer:GetAnalyzer`.
 *
 * @throws {@link InvalidInputError}; an error with code `REGION_MISMATCH`; {@link AwsCallError}, with the problem
 * `not-found` when there is none of that name or ARN; `signal.reason` on an abort.
 *
 * @example
 * ```ts
 * const analyzer = await getAnalyzer(clients.accessAnalyzer('eu-central-1'), 'external-access');
 * ```
 */
export async function getAnalyzer(
  client: AccessAnalyzerClientLike,
  nameOrArn: string,
  { signal }: GetAnalyzerOptions = {},
): Promise<Analyzer> {
  return resolveAnalyzer(client, nameOrArn, { signal });
}
