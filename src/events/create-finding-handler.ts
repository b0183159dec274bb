import * as v from 'valibot';
import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import type { PolicyException } from '../evaluate/policy.ts';
import type { PolicyInput } from '../evaluate/resolve-policy.ts';
import { parseWith } from '../model/parse-with.ts';
import { schemaOf } from '../model/schema.ts';
import { strictObjectOf } from '../model/object-schema.ts';
import { callback } from '../model/value-schemas.ts';
import {
  EVENT_DETAIL_TYPES,
  type AccessAnalyzerEvent,
  type AccessPreviewEvent,
  type FindingDeletedEvent,
  type FindingEvent,
  type UnknownEvent,
} from './access-analyzer-event.ts';
import { createActiveJudge } from './judge-active.ts';
import { createLanes } from './lanes.ts';
import { parseEvent } from './parse-event.ts';
import { findingKey, positionOf } from './position.ts';
import { createSeenStore, type SeenStore } from './seen-store.ts';

/**
 * What is done with each kind of event. Functions are awaited; what one throws makes the handler reject, and the event counts as
 * not seen, so that a retry calls it again.
 */
export interface CreateFindingHandlerOptions {
  /**
   * A finding is new, was opened again, or changed while open. Also for every status that this release does not know: it may
   * stand open. `policy` can keep it from being called.
   */
  readonly onActive?: ((event: FindingEvent) => unknown) | undefined;
  /** Somebody, or an archive rule, accepted the finding. */
  readonly onArchived?: ((event: FindingEvent) => unknown) | undefined;
  /** The access is gone. */
  readonly onResolved?: ((event: FindingEvent) => unknown) | undefined;
  /** AWS keeps the finding no longer. Not the same as resolved: a deleted analyzer's findings go with it, open ones too. */
  readonly onDeleted?: ((event: FindingDeletedEvent) => unknown) | undefined;
  /** An access preview was made or has ended. Without it such events are passed over. */
  readonly onAccessPreview?: ((event: AccessPreviewEvent) => unknown) | undefined;
  /** An event of a family that this release does not know, or of an API call. Without it such events are refused, never dropped. */
  readonly onUnknownEvent?: ((event: UnknownEvent) => unknown) | undefined;
  /**
   * Its `exceptions` and `minimumSeverity` decide whether `onActive` is called; everything else in it is about whole accounts
   * and has no bearing on one event. Default: `policies.strict`, which calls it always.
   */
  readonly policy?: PolicyInput | undefined;
  /** Remembers which events were handled. Default: {@link createSeenStore}, in the memory of this process. */
  readonly seen?: SeenStore | undefined;
}

/** The functions of {@link CreateFindingHandlerOptions} that an event can lead to. */
export type FindingCallback =
  'onActive' | 'onArchived' | 'onResolved' | 'onDeleted' | 'onAccessPreview' | 'onUnknownEvent';

/** What a handler did with an event. Plain JSON. */
export interface FindingHandlerResult {
  /**
   * - `called`: `callback` was called and has ended well.
   * - `no-callback`: it would be `callback`, which was not given.
   * - `excused`, `below-minimum-severity`: the policy kept `onActive` from being called.
   * - `duplicate`: this event was handled before.
   * - `superseded`: a later event of the finding was handled before.
   */
  readonly outcome: 'called' | 'no-callback' | 'excused' | 'below-minimum-severity' | 'duplicate' | 'superseded';
  /** Which function the event is for. */
  readonly callback: FindingCallback;
  /** With `excused`: by what. */
  readonly excusedBy?: PolicyException;
  /** What the event was read as, also where nothing was called. */
  readonly event: AccessAnalyzerEvent;
}

const CALLBACKS = ['onActive', 'onArchived', 'onResolved', 'onDeleted', 'onAccessPreview', 'onUnknownEvent'] as const;

const optionsSchema = /* @__PURE__ */ schemaOf(() => {
  const callbacks = Object.fromEntries(CALLBACKS.map((name) => [name, v.optional(callback())]));
  const seen = v.optional(v.custom(isStore, 'an object with get and advance'));
  return v.pipe(
    strictObjectOf({ ...callbacks, policy: v.optional(v.unknown()), seen }),
    v.check(
      (options: Readonly<Record<string, unknown>>) => CALLBACKS.some((name) => options[name] !== undefined),
      `at least one of ${CALLBACKS.join(', ')}`,
    ),
  );
});

/**
 * Makes a function for a Lambda that EventBridge calls: it reads the event, sees whether it is news, and calls what the status of
 * the finding asks for.
 *
 * EventBridge may deliver an event twice, late, or before an earlier one. Events of a finding (its id and its analyzer) are
 * ordered by `updatedAt`: one that was handled, or is older than one that was, calls nothing. At the same instant a deletion
 * counts as the last, before it ACTIVE, an unknown status, ARCHIVED and RESOLVED, then the more severe. So whatever the order
 * of delivery, the last call is for the finding's latest state. An event without `updatedAt` cannot be placed: it is handed on
 * each time. Delivery stays "at least once": a call that ended well is repeated when remembering it failed, or when two
 * containers get the same event at once.
 *
 * AWS sends events on a best-effort basis and the first ones of a finding up to an hour late: they speed an alert up, and
 * replace no audit. An exception of the policy that runs out makes no event either.
 *
 * @throws `InvalidInputError` at once for a wrong option; from the handler for what is no event of Access Analyzer, and for an
 *   unknown one without `onUnknownEvent`.
 *
 * @example
 * ```ts
 * export const handler = createFindingHandler({
 *   onActive: ({ finding, region }) => console.log(assessRisk(finding).severity, finding.resource, region),
 *   onResolved: ({ finding }) => console.log('gone:', finding.resource),
 *   policy: { minimumSeverity: 'high' },
 * });
 * ```
 */
export function createFindingHandler(
  options: CreateFindingHandlerOptions,
): (event: unknown) => Promise<FindingHandlerResult> {
  parseWith(optionsSchema, options, 'options of createFindingHandler');
  const { policy, seen = createSeenStore() } = options;
  // By name, and bound: a spread does not see the methods of a class, and an event without its callback would be lost.
  const callbacks = {
    onActive: options.onActive?.bind(options),
    onArchived: options.onArchived?.bind(options),
    onResolved: options.onResolved?.bind(options),
    onDeleted: options.onDeleted?.bind(options),
    onAccessPreview: options.onAccessPreview?.bind(options),
    onUnknownEvent: options.onUnknownEvent?.bind(options),
  };
  const silenced = createActiveJudge(policy);
  const inOrder = createLanes();

  return async (input) => {
    const event = parseEvent(input);
    switch (event.kind) {
      case 'access-preview':
        return call(event, 'onAccessPreview', callbacks.onAccessPreview);
      case 'unknown':
        if (callbacks.onUnknownEvent === undefined) throw unknownEvent(event);
        return call(event, 'onUnknownEvent', callbacks.onUnknownEvent);
      default:
        return inOrder(findingKey(event), () => handle(event));
    }
  };

  async function handle(event: FindingEvent | FindingDeletedEvent): Promise<FindingHandlerResult> {
    const key = findingKey(event);
    const position = positionOf(event);
    if (position !== undefined) {
      const reached = await seen.get(key);
      if (reached !== undefined && reached >= position) {
        const outcome = reached === position ? 'duplicate' : 'superseded';
        return { outcome, callback: callbackOf(event), event };
      }
    }
    const result = await tell(event);
    if (position !== undefined) await seen.advance(key, position);
    return result;
  }

  function tell(event: FindingEvent | FindingDeletedEvent): FindingHandlerResult | Promise<FindingHandlerResult> {
    if (event.kind === 'finding-deleted') return call(event, 'onDeleted', callbacks.onDeleted);
    const name = callbackOf(event);
    const silence = name === 'onActive' ? silenced(event) : undefined;
    return silence === undefined ? call(event, name, callbacks[name]) : { ...silence, callback: name, event };
  }
}

/** A status that this release does not know may stand open. */
function callbackOf(event: FindingEvent): 'onActive' | 'onArchived' | 'onResolved';
function callbackOf(event: FindingEvent | FindingDeletedEvent): FindingCallback;
function callbackOf({ finding, kind }: FindingEvent | FindingDeletedEvent): FindingCallback {
  if (kind === 'finding-deleted') return 'onDeleted';
  if (finding.status === 'ARCHIVED') return 'onArchived';
  return finding.status === 'RESOLVED' ? 'onResolved' : 'onActive';
}

async function call<Event extends AccessAnalyzerEvent>(
  event: Event,
  name: FindingCallback,
  told: ((event: Event) => unknown) | undefined,
): Promise<FindingHandlerResult> {
  await told?.(event);
  return { outcome: told === undefined ? 'no-callback' : 'called', callback: name, event };
}

function unknownEvent({ detailType }: UnknownEvent): InvalidInputError {
  const expected = `one of ${EVENT_DETAIL_TYPES.join(', ')}; give onUnknownEvent, or name these in the rule's event pattern`;
  return new InvalidInputError('event', [{ path: 'detail-type', found: found(detailType), expected }]);
}

function isStore(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { get, advance } = value as Partial<Record<string, unknown>>;
  return typeof get === 'function' && typeof advance === 'function';
}
