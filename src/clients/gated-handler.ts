import type { HttpHandlerOptions, HttpRequest, HttpResponse } from '@aws-sdk/types';
import { signalOfRequest } from './carry-signal.ts';
import type { Gate } from './gate.ts';
import { onAbort } from './on-abort.ts';
import { discardBody, readBody } from './read-body.ts';
import type { RequestHandlerLike } from './request-handler.ts';

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
      const signal = signalOfRequest(request) ?? standardSignal(options.abortSignal);
      try {
        return await gate.run(() => exchange(inner, request, { options, requestTimeoutMs, signal }), signal);
      } catch (error) {
        // The SDK must see an AbortError, or it would look at the caller's reason to decide whether to retry.
        if (signal?.aborted === true) throw abortError(signal.reason);
        throw error;
      }
    },
    httpHandlerConfigs: () => inner.httpHandlerConfigs?.() ?? {},
    updateHttpClientConfig: (key, value) => inner.updateHttpClientConfig?.(key, value),
    // One Region's client must not close the sockets of the others: createClients' destroy does.
    destroy: () => undefined,
  };
}

interface Attempt {
  readonly options: HttpHandlerOptions;
  readonly requestTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** One attempt, until its body has ended, its time is over or it is aborted. */
function exchange(
  inner: RequestHandlerLike,
  request: HttpRequest,
  { options, requestTimeoutMs, signal }: Attempt,
): Promise<{ response: HttpResponse }> {
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    let body: unknown;
    let letGo: (() => void) | undefined;
    const end = (): void => {
      clearTimeout(timer);
      letGo?.();
    };
    const stop = (reason: unknown): void => {
      end();
      reject(reason);
      controller.abort(reason);
      discardBody(body);
    };
    const timer = setTimeout(() => {
      stop(new AttemptTimeoutError(requestTimeoutMs));
    }, requestTimeoutMs);
    if (signal !== undefined) {
      letGo = onAbort(signal, () => {
        stop(signal.reason);
      });
    }
    const answer = async (): Promise<{ response: HttpResponse }> => {
      const { response } = await inner.handle(request, { ...options, abortSignal: controller.signal });
      body = response.body as unknown;
      // Nobody waits for it any more: what fails here discards the body.
      controller.signal.throwIfAborted();
      response.body = await readBody(body);
      return { response };
    };
    answer().then(
      (answered) => {
        end();
        resolve(answered);
      },
      (error: unknown) => {
        end();
        discardBody(body);
        reject(error);
      },
    );
  });
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
