import type { HttpHandlerOptions, HttpRequest, HttpResponse } from '@aws-sdk/types';
import { signalOfRequest } from './carry-signal.ts';
import type { Gate } from './gate.ts';
import { linkSignal, type LinkedSignal } from './link-signal.ts';
import { discardBody, readBody } from './read-body.ts';
import type { RequestHandlerLike } from './request-handler.ts';
import { untilAborted } from './until-aborted.ts';

/**
 * A request handler that lets `inner` have at most as many requests in flight as the gate has places. A place is held from
 * sending until the body has ended; a request that waits to be retried is outside and holds none, so nothing that holds
 * a place ever waits for another one.
 *
 * Each attempt, its body included, fails after `requestTimeoutMs` with a `TimeoutError`, which the SDK retries: the
 * SDK's own time-out ends with the response headers. Waiting for a place does not count.
 */
export function gateRequestHandler(
  inner: RequestHandlerLike,
  { gate, requestTimeoutMs }: { readonly gate: Gate; readonly requestTimeoutMs: number },
): RequestHandlerLike {
  return {
    metadata: inner.metadata ?? { handlerProtocol: 'http/1.1' },
    handle: async (request, options = {}) => {
      const link = linkSignal(signalOfRequest(request) ?? standardSignal(options.abortSignal));
      try {
        return await gate.run(() => exchange(inner, request, options, link, requestTimeoutMs), link.signal);
      } catch (error) {
        // The SDK must see an AbortError, or it would look at the caller's reason to decide whether to retry.
        if (link.signal.aborted && !(link.signal.reason instanceof AttemptTimeoutError)) {
          throw abortError(link.signal.reason);
        }
        throw error;
      } finally {
        link.unlink();
      }
    },
    httpHandlerConfigs: () => inner.httpHandlerConfigs?.() ?? {},
    updateHttpClientConfig: (key, value) => inner.updateHttpClientConfig?.(key, value),
    // One Region's client must not close the sockets of the others: createClients' destroy does.
    destroy: () => undefined,
  };
}

async function exchange(
  inner: RequestHandlerLike,
  request: HttpRequest,
  options: HttpHandlerOptions,
  link: LinkedSignal,
  requestTimeoutMs: number,
): Promise<{ response: HttpResponse }> {
  const timer = setTimeout(() => {
    link.abort(new AttemptTimeoutError(requestTimeoutMs));
  }, requestTimeoutMs);
  let body: unknown;
  const answer = async (): Promise<{ response: HttpResponse }> => {
    const { response } = await inner.handle(request, { ...options, abortSignal: link.signal });
    body = response.body as unknown;
    if (link.signal.aborted) {
      // Nobody waits for it any more.
      discardBody(body);
      throw link.signal.reason;
    }
    response.body = await readBody(body);
    return { response };
  };
  try {
    return await untilAborted(answer(), link.signal);
  } catch (error) {
    discardBody(body);
    if (link.signal.aborted) throw link.signal.reason;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Named and coded as the SDK's own time-outs are, so that the SDK retries it. */
class AttemptTimeoutError extends Error {
  override readonly name = 'TimeoutError';
  readonly code = 'ETIMEDOUT';

  constructor(milliseconds: number) {
    super(`No complete answer within ${milliseconds} ms.`);
  }
}

function abortError(cause: unknown): Error {
  return Object.assign(new Error('Request aborted', { cause }), { name: 'AbortError' });
}

/** The SDK also takes the abort signals of its first years; only the standard one can be followed. */
function standardSignal(signal: HttpHandlerOptions['abortSignal']): AbortSignal | undefined {
  return signal !== undefined && 'addEventListener' in signal ? signal : undefined;
}
