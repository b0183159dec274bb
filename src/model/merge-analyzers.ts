import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import type { Analyzer } from './analyzer.ts';
import { countEvidence } from './evidence-counter.ts';
import type { AnalyzerEvidence } from './evidence.ts';
import { mergeCounts } from './merge-counts.ts';
import { mergeFindings } from './merge-findings.ts';
import { compareContent, greatest, isNonEmpty, joinBy, known, topRanked } from './merge-order.ts';

const STATES = { read: 3, partial: 2, unreadable: 1, skipped: 0 } as const;

/**
 * Unites what was read of analyzers, by ARN. The better read gives the state and, among equals, the description that
 * promises least, its type told where any of them tells it; the findings of all are kept.
 *
 * @throws {@link AccessAnalyzerKitError} `EVIDENCE_CONFLICT` when one part has findings and another counts: neither can
 * be made of the other.
 */
export function mergeAnalyzers(parts: Iterable<AnalyzerEvidence>, region: string): AnalyzerEvidence[] {
  return joinBy(
    parts,
    ({ analyzer }) => [analyzer.arn],
    (group) => joinAnalyzer(group, region),
  );
}

function joinAnalyzer(parts: readonly [AnalyzerEvidence, ...AnalyzerEvidence[]], region: string): AnalyzerEvidence {
  const best = topRanked(parts, ({ state }) => STATES[state]);
  const { state, analyzer, detail } = best[0];
  if (parts.some((part) => part.detail !== detail)) {
    throw new AccessAnalyzerKitError(
      'EVIDENCE_CONFLICT',
      `Analyzer ${analyzer.arn} in Region ${region} was read with detail 'findings' in one part of the audit and with 'counts' in another. Read all parts of an audit with the same detail.`,
    );
  }
  const problems = known(best.map(({ problem }) => problem));
  const findings = mergeFindings(parts.flatMap((part) => part.findings));
  return {
    analyzer: greatest(
      best.map((part) => part.analyzer) as [Analyzer, ...Analyzer[]],
      (left, right) => doubt(left) - doubt(right) || telling(left) - telling(right) || compareContent(left, right),
    ),
    state,
    ...(isNonEmpty(problems) ? { problem: greatest(problems, compareContent) } : {}),
    detail,
    counts: detail === 'findings' ? countEvidence(findings) : mergeCounts(parts.map(({ counts }) => counts)),
    findings,
  };
}

/** An analyzer's type never changes: one answer without it takes nothing from another that has it. */
function telling({ type }: Analyzer): number {
  return type === 'UNKNOWN' ? 0 : 1;
}

/** How little an analyzer's silence is worth: not ACTIVE, then never having looked. */
function doubt({ status, lastResourceAnalyzedAt }: Analyzer): number {
  if (status !== 'ACTIVE') return 2;
  return lastResourceAnalyzedAt === undefined ? 1 : 0;
}
