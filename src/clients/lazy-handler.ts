import type { NodeHttpHandler, NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import type { RequestHandlerLike } from './request-handler.ts';

/** The SDK's Node handler, loaded and made at the first request: most of what importing it takes is not needed before. */
export function createLazyHandler(options: NodeHttpHandlerOptions): RequestHandlerLike & { destroy(): void } {
  const settings: Record<string, unknown> = { ...options };
  let made: Promise<NodeHttpHandler> | undefined;
  const load = async (): Promise<NodeHttpHandler> => {
    const { NodeHttpHandler } = await import('@smithy/node-http-handler');
    return new NodeHttpHandler(settings);
  };
  const forMade = (use: (handler: NodeHttpHandler) => void): void => {
    // A handler that could not be loaded has said so to whoever sent the request.
    made?.then(use, () => undefined);
  };
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request, handlerOptions) => {
      const handler = await (made ??= load());
      return handler.handle(request as never, handlerOptions);
    },
    httpHandlerConfigs: () => settings,
    updateHttpClientConfig: (key: string, value: never) => {
      settings[key] = value;
      forMade((handler) => {
        handler.updateHttpClientConfig(key as never, value);
      });
    },
    destroy: () => {
      forMade((handler) => {
        handler.destroy();
      });
    },
  };
}
