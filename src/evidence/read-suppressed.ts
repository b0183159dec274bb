import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import type { Problem } from '../errors/problem.ts';
import type { Filter } from '../model/archive-rule.ts';
import { createArchivedCounter, deservesALook } from '../model/evidence-counter.ts';
import type { SuppressedEvidence } from '../model/evidence.ts';
import { mergeFindings } from '../model/merge-findings.ts';
import { compareContent } from '../model/merge-order.ts';
import type { AuditContext } from './audit-context.ts';
import { createFindingSample } from './finding-sample.ts';
import { readPages, type AnalyzerReading } from './read-analyzer.ts';
import { readArchiveRules } from './read-archive-rules.ts';

const ARCHIVED: Filter = { status: { eq: ['ARCHIVED'] } };

/**
 * Reads what is hidden on an analyzer: archived findings, counted, those kept that somebody should look at, and the rules
 * that archive. What cannot be read is said and nothing more. A finding that the list shows as open, whatever was asked for, counts
 * as open. Rejects for an abort only.
 */
export async function readSuppressed(
  client: AccessAnalyzerClientLike,
  reading: AnalyzerReading,
  context: AuditContext,
): Promise<SuppressedEvidence> {
  const { analyzer, problem, state } = reading;
  const archived = createArchivedCounter();
  const kept = createFindingSample(context.settings.sample);
  // Who may not list an analyzer's open findings may not list its archived ones either.
  if (state === 'unreadable' && problem !== undefined) {
    return {
      analyzer: analyzer.arn,
      state: 'partial',
      problems: [problem],
      archived: archived.counts(),
      findings: [],
    };
  }
  const [listed, rules] = await Promise.all([
    readPages(client, analyzer, context, {
      filter: ARCHIVED,
      each: (finding) => {
        if (finding.status === 'RESOLVED') return;
        if (finding.status !== 'ARCHIVED') {
          reading.add(finding);
          return;
        }
        archived.add(finding);
        if (deservesALook(finding)) kept.add(finding);
      },
    }),
    readArchiveRules(client, analyzer, context),
  ]);
  const problems = distinct([listed.problem, rules.problem].filter((item) => item !== undefined));
  return {
    analyzer: analyzer.arn,
    state: problems.length === 0 ? 'read' : 'partial',
    problems,
    archived: archived.counts(),
    findings: mergeFindings(kept.findings()),
    ...(rules.archiveRules === undefined ? {} : { archiveRules: rules.archiveRules }),
  };
}

function distinct(problems: readonly Problem[]): Problem[] {
  return [...problems]
    .sort(compareContent)
    .filter((problem, index, sorted) => index === 0 || compareContent(problem, sorted[index - 1]) !== 0);
}
