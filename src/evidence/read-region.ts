import type { Problem } from '../errors/problem.ts';
import { compareBy } from '../model/compare.ts';
import type { AnalyzerEvidence, RegionEvidence, SuppressedEvidence } from '../model/evidence.ts';
import type { AuditContext } from './audit-context.ts';
import type { ListedRegion } from './list-region.ts';
import { readAnalyzer } from './read-analyzer.ts';
import { readSuppressed } from './read-suppressed.ts';

/**
 * Reads one Region: of the analyzers that were listed the findings, and what is hidden. Where listing them failed on the way,
 * those of the pages before are read like all others. Rejects for an abort only.
 */
export async function readRegion(
  { analyzers, client, problem }: ListedRegion,
  region: string,
  context: AuditContext,
): Promise<RegionEvidence> {
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
