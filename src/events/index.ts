/**
 * What Access Analyzer sends to EventBridge, as findings with the names of the API, and a handler for a Lambda function that
 * tolerates duplicates and any order. Pure: no SDK, no I/O, no clock.
 *
 * @packageDocumentation
 * @module access-analyzer-kit/events
 */
export { EVENT_DETAIL_TYPES } from './access-analyzer-event.ts';
export type {
  AccessAnalyzerEvent,
  AccessPreviewEvent,
  EventEnvelope,
  FindingDeletedEvent,
  FindingEvent,
  UnknownEvent,
} from './access-analyzer-event.ts';
export { createFindingHandler } from './create-finding-handler.ts';
export type { CreateFindingHandlerOptions, FindingCallback, FindingHandlerResult } from './create-finding-handler.ts';
export { parseEvent } from './parse-event.ts';
export { createSeenStore } from './seen-store.ts';
export type { CreateSeenStoreOptions, SeenStore } from './seen-store.ts';
