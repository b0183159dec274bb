import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { sleep } from '../clients/until-aborted.ts';
import { matchFilter } from '../filters/match-filter.ts';
import type { FilterMatch } from '../filters/three-valued.ts';
import { iterateFindings } from '../findings/iterate-findings.ts';
import type { Analyzer } from '../model/analyzer.ts';
import type { Filter } from '../model/archive-rule.ts';
import { compareBy } from '../model/compare.ts';
import type { ArchiveRuleEffect } from './archive-rule-change.ts';
import { toArchivedFinding, type ArchivedFinding } from './archived-finding.ts';

/** The ACTIVE findings of an analyzer before a rule is applied. */
export interface Candidates {
  /** Those that the rule certainly or possibly matches, by id. */
  readonly matched: ReadonlyMap<string, ArchivedFinding>;
  /** The ids of the others, to notice when AWS judges otherwise. */
  readonly others: ReadonlySet<string>;
}

/** Reads all ACTIVE findings of an analyzer and judges each by the filter. */
export async function readCandidates(
  client: AccessAnalyzerClientLike,
  analyzer: Analyzer,
  { filter, signal }: { readonly filter: Filter; readonly signal: AbortSignal | undefined },
): Promise<Candidates> {
  const matched = new Map<string, ArchivedFinding>();
  const others = new Set<string>();
  for await (const finding of iterateFindings(client, analyzer, { status: 'ACTIVE', signal })) {
    if (finding.status !== 'ACTIVE') continue;
    const match = matchFilter(finding, filter);
    if (match === 'no') others.add(finding.id);
    else matched.set(finding.id, toArchivedFinding(finding, match));
  }
  return { matched, others };
}

/** What applying the rule would do: the effect of a dry run. */
export function previewEffect({ matched }: Candidates): ArchiveRuleEffect {
  const of = (match: FilterMatch): ArchivedFinding[] =>
    sorted([...matched.values()].filter((item) => item.match === match));
  return { archived: of('yes'), pending: [], uncertain: of('uncertain'), gone: [] };
}

/** How the effect is waited for. */
export interface ReadEffectOptions {
  readonly attempts: number;
  readonly delayMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Reads what applying the rule did: the same findings again, until none that the rule certainly matches is ACTIVE or the
 * attempts are used up. ACTIVE and ARCHIVED come in one listing, so that a finding that changes during it is not missed.
 */
export async function readEffect(
  client: AccessAnalyzerClientLike,
  analyzer: Analyzer,
  before: Candidates,
  { attempts, delayMs, signal }: ReadEffectOptions,
): Promise<ArchiveRuleEffect> {
  for (let attempt = 1; ; attempt += 1) {
    const effect = await compare(client, analyzer, before, signal);
    if (effect.pending.length === 0 || attempt >= attempts) return effect;
    await sleep(delayMs, signal);
  }
}

async function compare(
  client: AccessAnalyzerClientLike,
  analyzer: Analyzer,
  { matched, others }: Candidates,
  signal: AbortSignal | undefined,
): Promise<ArchiveRuleEffect> {
  const archived = new Map<string, ArchivedFinding>();
  const active = new Set<string>();
  for await (const finding of iterateFindings(client, analyzer, { status: ['ACTIVE', 'ARCHIVED'], signal })) {
    const match = matched.get(finding.id)?.match ?? (others.has(finding.id) ? 'no' : undefined);
    if (match === undefined) continue;
    if (finding.status === 'ARCHIVED') {
      archived.set(finding.id, toArchivedFinding(finding, match));
    } else {
      // One that was reopened during the listing comes again, as ACTIVE: what was seen last counts.
      archived.delete(finding.id);
      active.add(finding.id);
    }
  }
  const left = [...matched.values()].filter(({ id }) => !archived.has(id));
  const stillActive = (match: FilterMatch): ArchivedFinding[] =>
    sorted(left.filter((item) => item.match === match && active.has(item.id)));
  return {
    archived: sorted([...archived.values()]),
    pending: stillActive('yes'),
    uncertain: stillActive('uncertain'),
    gone: sorted(left.filter(({ id }) => !active.has(id))),
  };
}

function sorted(findings: ArchivedFinding[]): ArchivedFinding[] {
  return findings.sort(compareBy(({ id }) => id));
}
