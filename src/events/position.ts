import { canonicalJson } from '../model/canonical-json.ts';
import { sha256 } from '../model/sha256.ts';
import { assessRisk } from '../risk/assess-risk.ts';
import { SEVERITIES } from '../risk/severity.ts';
import type { FindingDeletedEvent, FindingEvent } from './access-analyzer-event.ts';

/** Which of two events of the same instant counts as the later: never one that would make a finding look closed. */
const RANK: ReadonlyMap<string, number> = new Map([
  ['RESOLVED', 0],
  ['ARCHIVED', 1],
  ['ACTIVE', 3],
]);
const UNKNOWN_STATUS = 2;
/** A deletion leaves status and time as they were, so it comes after everything of its instant. */
const DELETED = 4;

/** The name of an event's finding: ids are unique within an analyzer. */
export function findingKey({ analyzer, finding }: FindingEvent | FindingDeletedEvent): string {
  return JSON.stringify([analyzer, finding.id]);
}

/**
 * Where an event stands in its finding's history, as a text that compares: by when the finding changed; at the same instant a
 * deletion is last, before it ACTIVE, an unknown status, ARCHIVED, RESOLVED; then the more severe one. What differs in
 * nothing but `analyzedAt` is the same event. Undefined when AWS did not say when the finding changed.
 */
export function positionOf(event: FindingEvent | FindingDeletedEvent): string | undefined {
  const { finding, kind, updatedAt } = event;
  if (updatedAt === undefined) return undefined;
  const rank = kind === 'finding-deleted' ? DELETED : (RANK.get(finding.status) ?? UNKNOWN_STATUS);
  const mildness = SEVERITIES.indexOf(assessRisk(finding).severity);
  const { analyzedAt: _, ...content } = finding;
  return `${updatedAt} ${rank} ${SEVERITIES.length - mildness} ${sha256(canonicalJson(content)).slice(0, 16)}`;
}
