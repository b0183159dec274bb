import type { HttpHandlerOptions, HttpRequest, HttpResponse } from '@aws-sdk/types';

/**
 * What carries requests for the SDK: a `NodeHttpHandler`, one with a proxy's agents, the embedded account's handler.
 * Structural, since handlers of another copy of the SDK are as good.
 */
export interface RequestHandlerLike {
  handle(request: HttpRequest, options?: HttpHandlerOptions): Promise<{ response: HttpResponse }>;
  readonly metadata?: { readonly handlerProtocol: string };
  updateHttpClientConfig?(key: never, value: never): void;
  httpHandlerConfigs?(): object;
  destroy?(): void;
}

/** Whether the value handles requests itself, rather than being options for a handler. */
export function isRequestHandler(value: object): value is RequestHandlerLike {
  return 'handle' in value && typeof value.handle === 'function';
}
