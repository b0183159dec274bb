import { getAnalyzer, listAnalyzers, type Analyzer, type Clients } from 'access-analyzer-kit';
import { UsageError } from './audit-options.ts';

/** The analyzer of that name or ARN; without one, the Region's external access analyzer. */
export async function findAnalyzer(
  client: ReturnType<Clients['accessAnalyzer']>,
  ref: string | undefined,
  signal: AbortSignal,
): Promise<Analyzer> {
  if (ref !== undefined) return getAnalyzer(client, ref, { signal });
  const analyzers = await listAnalyzers(client, { signal });
  const external = analyzers.find(({ access, status }) => access === 'external' && status === 'ACTIVE');
  if (external === undefined) throw new UsageError('--analyzer: the Region has no active external access analyzer');
  return external;
}
