import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import type { Analyzer, AnalyzerType } from '../model/analyzer.ts';
import { iterateAnalyzerPages } from './iterate-analyzer-pages.ts';

/** Options of {@link listAnalyzers}. */
export interface ListAnalyzersOptions {
  /** Only analyzers of this type. Default: all types. */
  readonly type?: AnalyzerType | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lists the analyzers of the client's Region, service-linked ones too, with what their ARN and type imply. An empty list says
 * that the Region has none; `aws accessanalyzer create-analyzer --type ACCOUNT --analyzer-name NAME` makes one, free of
 * charge. This library never does.
 *
 * IAM actions: `access-analyzer:ListAnalyzers`.
 *
 * @throws {@link AwsCallError}; `signal.reason` on an abort.
 *
 * @example
 * ```ts
 * const analyzers = await listAnalyzers(clients.accessAnalyzer('eu-central-1'));
 * const external = analyzers.filter(({ access, status }) => access === 'external' && status === 'ACTIVE');
 * ```
 */
export async function listAnalyzers(
  client: AccessAnalyzerClientLike,
  { type, signal }: ListAnalyzersOptions = {},
): Promise<Analyzer[]> {
  const analyzers: Analyzer[] = [];
  for await (const page of iterateAnalyzerPages(client, { type, signal })) analyzers.push(...page);
  return analyzers;
}
