import { Readable } from 'node:stream';
import type { FakeHandlerOptions, FakeHttpRequest, FakeRequestHandler, FakeSdkResponse } from '../types.ts';
import type { Dispatched, Outcome } from '../dispatch.ts';
import { fromSdkRequest } from './from-sdk-request.ts';

/** Waits, and rejects when the signal aborts. */
export type Delay = (ms: number, signal: AbortSignal) => Promise<void>;

/** An SDK request handler over the fake: no socket, and errors like those of the SDK's own handler. */
export function createRequestHandler(take: (request: FakeHttpRequest) => Dispatched, delay: Delay): FakeRequestHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request, options = {}) {
      const watch = watchAbort(options);
      try {
        watch.signal.throwIfAborted();
        const dispatched = take(await fromSdkRequest(request));
        if (dispatched.delayMs > 0) await watch.race(delay(dispatched.delayMs, watch.signal));
        watch.signal.throwIfAborted();
        const outcome = dispatched.answer();
        if (outcome.kind === 'reset') throw connectionError('ECONNRESET', 'socket hang up');
        if (outcome.kind === 'unreachable')
          throw connectionError(outcome.code, unreachable(outcome.code, request.hostname));
        if (outcome.kind === 'stall') return await stalled(watch, options, delay);
        return { response: toSdkResponse(outcome, options) };
      } finally {
        watch.stop();
      }
    },
    // The SDK passes its own settings (time-outs) on; the fake's answers do not depend on them.
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    destroy: () => undefined,
  };
}

interface AbortWatch {
  readonly signal: AbortSignal;
  /** What the promise gives, unless the signal aborts first. */
  race<T>(promise: Promise<T>): Promise<T>;
  stop(): void;
}

/** Follows the caller's signal, whichever kind it is, with the SDK's own error as the reason. */
function watchAbort({ abortSignal }: FakeHandlerOptions): AbortWatch {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort(Object.assign(new Error('Request aborted'), { name: 'AbortError' }));
  };
  const source = abortSignal instanceof AbortSignal ? abortSignal : undefined;
  if (source?.aborted === true) abort();
  source?.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    race: (promise) =>
      new Promise((resolve, reject) => {
        const fail = (): void => {
          reject(controller.signal.reason as Error);
        };
        controller.signal.addEventListener('abort', fail, { once: true });
        promise.then(resolve, reject);
      }),
    stop: () => source?.removeEventListener('abort', abort),
  };
}

/** No answer ever comes: until the caller aborts, or the request's own time-out. */
async function stalled(watch: AbortWatch, { requestTimeout }: FakeHandlerOptions, delay: Delay): Promise<never> {
  if (requestTimeout === undefined) return watch.race(new Promise<never>(() => undefined));
  await watch.race(delay(requestTimeout, watch.signal));
  throw Object.assign(new Error(`Request timed out after ${requestTimeout} ms`), {
    name: 'TimeoutError',
    code: 'ETIMEDOUT',
  });
}

function toSdkResponse(
  { response, cut }: Extract<Outcome, { kind: 'response' }>,
  options: FakeHandlerOptions,
): FakeSdkResponse {
  const body = Buffer.from(response.body);
  const headers = { ...response.headers, 'content-length': String(body.length) };
  const stream = cut === undefined ? Readable.from([body]) : cutBody(body, cut, options);
  return { statusCode: response.status, headers, body: stream };
}

/** Half of the body, and then nothing, or a broken connection: when it is read, or when the caller gives up. */
function cutBody(body: Buffer, cut: 'stall' | 'reset', { abortSignal }: FakeHandlerOptions): Readable {
  const hangUp = (): void => {
    stream.destroy(connectionError('ECONNRESET', 'aborted'));
  };
  // As soon as somebody reads, by whichever of a stream's ways.
  const stream = new Readable({
    read: () => {
      if (cut === 'reset') process.nextTick(hangUp);
    },
  });
  stream.push(body.subarray(0, Math.floor(body.length / 2)));
  if (abortSignal instanceof AbortSignal) {
    abortSignal.addEventListener('abort', hangUp, { once: true });
    stream.once('close', () => {
      abortSignal.removeEventListener('abort', hangUp);
    });
  }
  return stream;
}

function unreachable(code: 'ENOTFOUND' | 'ECONNREFUSED', host: string): string {
  return code === 'ENOTFOUND' ? `getaddrinfo ENOTFOUND ${host}` : `connect ECONNREFUSED ${host}:443`;
}

function connectionError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
