import { iterateAnalyzerPages } from '../analyzers/iterate-analyzer-pages.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { toProblem } from '../clients/to-problem.ts';
import type { Clients } from '../clients/types.ts';
import type { Problem } from '../errors/problem.ts';
import type { Analyzer } from '../model/analyzer.ts';
import { compareBy } from '../model/compare.ts';
import type { AnalyzerEvidence, RegionEvidence, SuppressedEvidence } from '../model/evidence.ts';
import type { AuditContext } from './audit-context.ts';
import { readAnalyzer } from './read-analyzer.ts';
import { readSuppressed } from './read-suppressed.ts';

/**
 * Reads one Region: its analyzers, their findings, and what is hidden. The analyzers of the pages before a failure are
 * read like all others. Rejects for an abort only.
 */
export async function readRegion(
  clients: Pick<Clients, 'accessAnalyzer'>,
  region: string,
  context: AuditContext,
): Promise<RegionEvidence> {
  const { analyzers, client, problem } = await listAll(clients, region, context);
  const parts =
    client === undefined
      ? []
      : await Promise.all(
          analyzers.map(async (analyzer) => {
            const reading = await readAnalyzer(client, analyzer, context);
            const asked = context.settings.suppressed && reading.state !== 'skipped';
            const suppressed = asked ? await readSuppressed(client, reading, context) : undefined;
            return { evidence: reading.evidence(), suppressed };
          }),
        );
  const suppressed = parts.flatMap((part) => (part.suppressed === undefined ? [] : [part.suppressed]));
  return {
    ...recordOf(region, context),
    ...(problem === undefined ? { state: 'read' } : { state: 'unreadable', problem }),
    analyzers: parts.map(({ evidence }) => evidence).sort(compareBy<AnalyzerEvidence>(({ analyzer }) => analyzer.arn)),
    ...(context.settings.suppressed
      ? { suppressed: suppressed.sort(compareBy<SuppressedEvidence>(({ analyzer }) => analyzer)) }
      : {}),
  };
}

/** The record of a Region that ListRegions says the account has not enabled: there is nothing to read. */
export function disabledRegion(region: string, context: AuditContext): RegionEvidence {
  return { ...recordOf(region, context), state: 'disabled', analyzers: [] };
}

/** The record of a Region of which nothing could be read. */
export function unreadableRegion(region: string, problem: Problem, context: AuditContext): RegionEvidence {
  return { ...recordOf(region, context), state: 'unreadable', problem, analyzers: [] };
}

function recordOf(
  region: string,
  { partition, account }: AuditContext,
): Pick<RegionEvidence, 'partition' | 'account' | 'region' | 'collectedAt'> {
  return { partition, account, region, collectedAt: new Date().toISOString() };
}

interface Listed {
  readonly client: AccessAnalyzerClientLike | undefined;
  readonly analyzers: readonly Analyzer[];
  readonly problem: Problem | undefined;
}

async function listAll(
  clients: Pick<Clients, 'accessAnalyzer'>,
  region: string,
  { credentials, knownAccount: account, signal }: AuditContext,
): Promise<Listed> {
  const analyzers: Analyzer[] = [];
  let client: AccessAnalyzerClientLike | undefined;
  if (credentials.failure !== undefined) return { client, analyzers, problem: credentials.failure };
  try {
    client = clients.accessAnalyzer(region);
    for await (const page of iterateAnalyzerPages(client, { account, signal })) analyzers.push(...page);
    return { client, analyzers, problem: undefined };
  } catch (error) {
    signal?.throwIfAborted();
    const problem = toProblem(error, { operation: 'ListAnalyzers', region, account });
    return { client, analyzers, problem: credentials.note(problem) };
  }
}
