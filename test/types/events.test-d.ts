import { assessRisk, type Finding } from 'access-analyzer-kit/evaluate';
import {
  createFindingHandler,
  createSeenStore,
  parseEvent,
  type AccessAnalyzerEvent,
  type FindingHandlerResult,
  type SeenStore,
} from 'access-analyzer-kit/events';
import { describe, expectTypeOf, test } from 'vitest';

describe('access-analyzer-kit/events', () => {
  test('an event is told by its kind', () => {
    expectTypeOf(parseEvent).returns.toEqualTypeOf<AccessAnalyzerEvent>();
    type Kind = AccessAnalyzerEvent['kind'];
    expectTypeOf<Kind>().toEqualTypeOf<'finding' | 'finding-deleted' | 'access-preview' | 'unknown'>();
    type Preview = Extract<AccessAnalyzerEvent, { kind: 'access-preview' }>;
    expectTypeOf<Preview>().not.toHaveProperty('finding');
  });

  test('its finding is the one that every other function takes', () => {
    type Held = Extract<AccessAnalyzerEvent, { kind: 'finding' }>['finding'];
    expectTypeOf<Held>().toEqualTypeOf<Finding>();
    expectTypeOf(assessRisk).parameter(0).toEqualTypeOf<Held>();
  });

  test('a handler takes whatever Lambda hands over; its callbacks take what their event is', () => {
    const handler = createFindingHandler({
      onActive: (event) => {
        expectTypeOf(event.kind).toEqualTypeOf<'finding'>();
      },
      onDeleted: (event) => {
        expectTypeOf(event.kind).toEqualTypeOf<'finding-deleted'>();
      },
      onAccessPreview: async (event) => {
        expectTypeOf(event.accessPreviewId).toEqualTypeOf<string>();
      },
    });
    expectTypeOf(handler).parameter(0).toBeUnknown();
    expectTypeOf(handler).returns.resolves.toEqualTypeOf<FindingHandlerResult>();
    // @ts-expect-error a callback of another name
    createFindingHandler({ onClosed: () => undefined });
  });

  test('a store may answer at once or later', () => {
    expectTypeOf(createSeenStore()).toEqualTypeOf<SeenStore>();
    expectTypeOf<{
      get: (finding: string) => Promise<string | undefined>;
      advance: (finding: string, position: string) => Promise<void>;
    }>().toExtend<SeenStore>();
  });
});
