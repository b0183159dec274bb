import { refuseServiceLinked } from '../analyzers/refuse-service-linked.ts';
import { resolveAnalyzer } from '../analyzers/resolve-analyzer.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import type { Analyzer, AnalyzerRef } from '../model/analyzer.ts';

/**
 * The analyzer whose rules are to be written, as it is now. Asked for even when the object is at hand: AWS takes its *name* for rules, and
 * a client of another account would write to a namesake there.
 *
 * @throws as {@link resolveAnalyzer}; an error with code `READ_ONLY_ANALYZER` for a service's analyzer.
 */
export async function openAnalyzer(
  client: AccessAnalyzerClientLike,
  ref: AnalyzerRef,
  signal: AbortSignal | undefined,
): Promise<Analyzer> {
  if (typeof ref !== 'string') refuseServiceLinked(ref);
  const analyzer = await resolveAnalyzer(client, typeof ref === 'string' ? ref : ref.arn, { signal });
  refuseServiceLinked(analyzer);
  return analyzer;
}
