import type { HttpHandlerOptions, HttpRequest, HttpResponse } from '@aws-sdk/types';

/**
 * What carries requests for the SDK: a `NodeHttpHandler`, one with a proxy's agents, the embedded account's handler.
 * Structural, since handlers of another copy of the SDK are as good.
 */
export interface RequestHandlerLike {
  /** Sends one request and resolves when the head of the answer is there; its body may still be on its way. */
  handle(request: HttpRequest, options?: HttpHandlerOptions): Promise<{ response: HttpResponse }>;
  /** What it speaks: `http/1.1`, which is assumed without it, or `h2`. */
  readonly metadata?: { readonly handlerProtocol: string };
  /** Called by the SDK to change a setting. */
  updateHttpClientConfig?(key: never, value: never): void;
  /** The settings, as the SDK reads them. */
  httpHandlerConfigs?(): object;
  /** Closes its sockets. */
  destroy?(): void;
}

/** Whether the value handles requests itself, rather than being options for a handler. */
export function isRequestHandler(value: object): value is RequestHandlerLike {
  return 'handle' in value && typeof value.handle === 'function';
}
