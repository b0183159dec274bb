import * as v from 'valibot';
import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { parseArn } from '../model/arn.ts';
import { isRecord, present } from '../model/loose.ts';
import { parseWith } from '../model/parse-with.ts';
import { partitionOf } from '../model/partitions.ts';
import { schemaOf } from '../model/schema.ts';
import { objectOf, recordOf } from '../model/object-schema.ts';
import { nonEmptyText, timeOnWire } from '../model/value-schemas.ts';
import { toTimestamp } from '../model/timestamp.ts';
import type { UnknownEvent } from './access-analyzer-event.ts';

/** AWS's documentation has examples of the services before their release, `aws.access-analyzer-test`; only AWS can send any. */
const SOURCE = /^aws\.access-analyzer(?:-|$)/;

const envelope = /* @__PURE__ */ schemaOf(() => {
  const text = nonEmptyText();
  return objectOf({
    id: text,
    'detail-type': text,
    source: v.pipe(v.string(), v.regex(SOURCE, 'aws.access-analyzer')),
    account: text,
    region: text,
    time: timeOnWire(),
    resources: v.nullish(v.array(v.string())),
    detail: recordOf(v.unknown()),
  });
});

/**
 * Reads what EventBridge puts around an event: the object that a Lambda function gets, or its JSON text.
 *
 * @throws {@link InvalidInputError} naming the member, when it is no event of Access Analyzer.
 */
export function readEnvelope(event: unknown): UnknownEvent {
  const raw = typeof event === 'string' ? parseText(event) : event;
  refuseBatches(raw);
  parseWith(envelope, raw, 'event');
  const { id, account, region, time, resources, detail, ...rest } = raw as Readonly<Record<string, unknown>> & {
    readonly id: string;
    readonly account: string;
    readonly region: string;
    readonly resources?: readonly string[] | null;
    readonly detail: Readonly<Record<string, unknown>>;
  };
  const analyzer = resources?.find(isAnalyzer);
  return present({
    kind: 'unknown' as const,
    eventId: id,
    detailType: rest['detail-type'] as string,
    time: toTimestamp(time),
    partition: (analyzer === undefined ? undefined : parseArn(analyzer)?.partition) ?? partitionOf(region).id,
    account,
    region,
    analyzer,
    detail,
  });
}

function parseText(event: string): unknown {
  try {
    return JSON.parse(event) as unknown;
  } catch (cause) {
    throw new InvalidInputError('event', [{ path: '', found: found(event), expected: 'an event, or its JSON text' }], {
      cause,
    });
  }
}

/** What queues and topics hand to a Lambda function holds events; it is none. */
function refuseBatches(raw: unknown): void {
  if (!isRecord(raw) || !Array.isArray(raw['Records'])) return;
  const expected = 'one event of EventBridge; of a batch from a queue, hand over the body of each record';
  throw new InvalidInputError('event', [{ path: 'Records', found: found(raw['Records']), expected }]);
}

function isAnalyzer(resource: string): boolean {
  return parseArn(resource)?.resource.startsWith('analyzer/') === true;
}
