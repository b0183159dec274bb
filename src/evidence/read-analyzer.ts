import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { toProblem } from '../clients/to-problem.ts';
import type { Problem } from '../errors/problem.ts';
import { iterateFindingPages } from '../findings/iterate-finding-pages.ts';
import { createRepeats } from '../findings/repeats.ts';
import type { Analyzer } from '../model/analyzer.ts';
import type { Filter } from '../model/archive-rule.ts';
import { countEvidence, createEvidenceCounter } from '../model/evidence-counter.ts';
import type { AnalyzerEvidence } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import { mergeFindings } from '../model/merge-findings.ts';
import type { AuditContext } from './audit-context.ts';
import { crossCheck } from './cross-check.ts';
import { createFindingSample } from './finding-sample.ts';

/** Whether the audit asks for this analyzer's findings. One of an unknown type may look outside. */
export function isWanted({ access }: Analyzer, { settings }: Pick<AuditContext, 'settings'>): boolean {
  return settings.analyzers === 'all' || access === 'external' || access === 'unknown';
}

const ACTIVE: Filter = { status: { eq: ['ACTIVE'] } };

/** What was read of an analyzer so far. */
export interface AnalyzerReading extends Pick<AnalyzerEvidence, 'analyzer' | 'state' | 'problem'> {
  /** Takes in an open finding that another list showed: what was seen is never lost. */
  add(finding: Finding): void;
  evidence(): AnalyzerEvidence;
}

/**
 * Reads an analyzer's ACTIVE findings, whatever the analyzer's own status: one that is DISABLED may still answer, and what it
 * shows is kept. Rejects for an abort only.
 */
export async function readAnalyzer(
  client: AccessAnalyzerClientLike,
  analyzer: Analyzer,
  context: AuditContext,
): Promise<AnalyzerReading> {
  const store = createStore(context);
  const outcome = await readOpen(client, analyzer, context, store);
  const { detail } = context.settings;
  return {
    analyzer,
    ...outcome,
    add: store.add,
    evidence: () => ({ analyzer, ...outcome, detail, ...store.result() }),
  };
}

async function readOpen(
  client: AccessAnalyzerClientLike,
  analyzer: Analyzer,
  context: AuditContext,
  store: Store,
): Promise<Pick<AnalyzerEvidence, 'state' | 'problem'>> {
  if (!isWanted(analyzer, context)) return { state: 'skipped' };
  const { pages, problem, sliced } = await readPages(client, analyzer, context, { filter: ACTIVE, each: store.add });
  if (problem !== undefined) return { state: pages === 0 ? 'unreadable' : 'partial', problem };
  const isDue =
    store.isEmpty() && (context.settings.crossCheck === true || (context.settings.crossCheck === 'slices' && sliced));
  const doubt = isDue ? await crossCheck(client, analyzer, context, { each: store.add }) : undefined;
  return doubt === undefined ? { state: 'read' } : { state: 'partial', problem: doubt };
}

/** What to list, and where to put it. */
export interface ReadPagesOptions {
  readonly filter?: Filter | undefined;
  /** Default: as the audit says. */
  readonly partition?: 'auto' | false | undefined;
  readonly each: (finding: Finding) => void;
}

/** How far findings could be listed. */
export interface PagesRead {
  readonly pages: number;
  readonly problem: Problem | undefined;
  /** Whether they were read in slices. */
  readonly sliced: boolean;
}

/** Lists findings, keeping those of the pages before a failure. Rejects for an abort only. */
export async function readPages(
  client: AccessAnalyzerClientLike,
  analyzer: Analyzer,
  { credentials, knownAccount: account, settings, signal }: AuditContext,
  { each, filter, partition = settings.partition }: ReadPagesOptions,
): Promise<PagesRead> {
  let pages = 0;
  let sliced = false;
  if (credentials.failure !== undefined) return { pages, problem: credentials.failure, sliced };
  const onSlices = (): void => {
    sliced = true;
  };
  try {
    for await (const page of iterateFindingPages(client, analyzer, { filter, account, partition, onSlices, signal })) {
      pages += 1;
      for (const finding of page) each(finding);
    }
    return { pages, problem: undefined, sliced };
  } catch (error) {
    signal?.throwIfAborted();
    const operation = analyzer.access === 'external' ? 'ListFindings' : 'ListFindingsV2';
    const place = { operation, region: analyzer.region, account, analyzerAccount: analyzer.account };
    return { pages, problem: credentials.note(toProblem(error, place)), sliced };
  }
}

interface Store {
  readonly add: (finding: Finding) => void;
  isEmpty(): boolean;
  result(): Pick<AnalyzerEvidence, 'counts' | 'findings'>;
}

/** Keeps every finding, or counts them and keeps a sample. */
function createStore({ settings: { detail, sample } }: AuditContext): Store {
  const kept = createFindingSample(sample);
  const counter = createEvidenceCounter();
  // A list that was asked for other findings may show one again; the counter would not know it.
  const repeats = createRepeats();
  let seen = 0;
  return {
    add: (finding) => {
      seen += 1;
      if (detail === 'counts') {
        if (repeats.isRepeat(finding)) return;
        counter.add(finding);
      }
      kept.add(finding);
    },
    isEmpty: () => seen === 0,
    result: () => {
      const findings = mergeFindings(kept.findings());
      return { counts: detail === 'counts' ? counter.counts() : countEvidence(findings), findings };
    },
  };
}
