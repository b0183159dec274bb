import * as v from 'valibot';
import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import type { AnalyzerAccess } from '../model/analyzer.ts';
import { isRecord, present, textOf } from '../model/loose.ts';
import { parseWith } from '../model/parse-with.ts';
import { schemaOf } from '../model/schema.ts';
import { objectOf } from '../model/object-schema.ts';
import { nonEmptyText } from '../model/value-schemas.ts';
import { toTimestamp } from '../model/timestamp.ts';
import type {
  AccessAnalyzerEvent,
  AccessPreviewEvent,
  EventEnvelope,
  FindingDeletedEvent,
  FindingEvent,
  UnknownEvent,
} from './access-analyzer-event.ts';
import { exactTime } from './exact-time.ts';
import { readEnvelope } from './read-envelope.ts';
import { readFinding } from './read-finding.ts';

/** Which analyzers' findings a detail-type is of. */
const FINDING_EVENTS: ReadonlyMap<string, AnalyzerAccess> = new Map([
  ['Access Analyzer Finding', 'external'],
  ['Internal Access Finding', 'internal'],
  ['Unused Access Finding for IAM entities', 'unused'],
]);

/**
 * Reads an event that Access Analyzer sent to EventBridge: a finding that is new or changed, one that was deleted, an
 * access preview; and what this release does not know, as it came (`kind: 'unknown'`). Takes the object that a Lambda
 * function gets, or its JSON text (the body of a queue's record).
 *
 * The names in events differ from the API's (AWS: "Monitoring AWS IAM Access Analyzer with Amazon EventBridge"); the
 * finding has the API's. Missing members, statuses and types that nobody knows are let through and never read as "clean".
 * Of internal access `resourceOwnerAccount` is there only when the resource's ARN tells it: AWS contradicts itself about
 * the event's `accountId`.
 *
 * @throws `InvalidInputError` naming the member, for anything that is no event of Access Analyzer.
 *
 * @example
 * ```ts
 * const event = parseEvent({
 *   version: '0',
 *   id: '11111111-2222-4444-aaaa-333333333333',
 *   'detail-type': 'Access Analyzer Finding',
 *   source: 'aws.access-analyzer',
 *   account: '111122223333',
 *   time: '2026-11-21T01:22:33Z',
 *   region: 'us-west-2',
 *   resources: ['arn:aws:access-analyzer:us-west-2:111122223333:analyzer/external'],
 *   detail: { id: '22222222-dcba-4444-dcba-333333333333', status: 'ACTIVE', isPublic: true, resource: 'arn:aws:s3:::logs' },
 * });
 * if (event.kind === 'finding') console.log(event.finding.status, event.finding.resource, event.analyzer);
 * ```
 */
export function parseEvent(event: unknown): AccessAnalyzerEvent {
  const unknown = readEnvelope(event);
  const access = FINDING_EVENTS.get(unknown.detailType);
  if (access !== undefined) return toFindingEvent(unknown, access);
  return unknown.detailType === 'Access Preview State Change' ? toPreviewEvent(unknown) : unknown;
}

function toFindingEvent(unknown: UnknownEvent, access: AnalyzerAccess): FindingEvent | FindingDeletedEvent {
  const { detail } = unknown;
  const finding = readFinding(detail, access);
  return present({
    kind: detail['isDeleted'] === true ? ('finding-deleted' as const) : ('finding' as const),
    ...envelopeOf(unknown),
    finding,
    updatedAt: exactTime(detail['updatedAt']),
    previousStatus: textOf(detail['previousStatus']),
    numberOfUnusedServices: numberOf(detail['numberOfUnusedServices']),
    numberOfUnusedActions: numberOf(detail['numberOfUnusedActions']),
  });
}

const previewSchema = /* @__PURE__ */ schemaOf(() => {
  const text = v.nullish(v.string());
  return objectOf({
    detail: objectOf({
      accessPreviewId: nonEmptyText(),
      configuredResources: v.nullish(v.array(v.string())),
      status: text,
      previousStatus: text,
      statusReason: v.nullish(objectOf({ code: text })),
    }),
  });
});

function toPreviewEvent(unknown: UnknownEvent): AccessPreviewEvent {
  const { detail } = unknown;
  parseWith(previewSchema, { detail }, 'event');
  const { accessPreviewId, configuredResources, statusReason } = detail;
  const code = isRecord(statusReason) ? textOf(statusReason['code']) : undefined;
  return present({
    kind: 'access-preview' as const,
    ...envelopeOf(unknown),
    accessPreviewId: accessPreviewId as string,
    configuredResources: (configuredResources as readonly string[] | null | undefined) ?? [],
    createdAt: toTimestamp(detail['createdAt']),
    status: textOf(detail['status']) ?? 'UNKNOWN',
    previousStatus: textOf(detail['previousStatus']),
    statusReason: code === undefined ? undefined : { code },
  });
}

/** The envelope of an event that belongs to an analyzer. */
function envelopeOf({ kind: _kind, detail: _detail, analyzer, ...envelope }: UnknownEvent): EventEnvelope {
  if (analyzer !== undefined) return { ...envelope, analyzer };
  const expected = "the analyzer's ARN, which every event of a finding or preview names";
  throw new InvalidInputError('event', [{ path: 'resources', found: found(analyzer), expected }]);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
