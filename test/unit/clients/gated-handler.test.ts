import { getEventListeners } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import type { HttpRequest, HttpResponse } from '@aws-sdk/types';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createGate } from '../../../src/clients/gate.ts';
import { gateRequestHandler } from '../../../src/clients/gated-handler.ts';
import type { RequestHandlerLike } from '../../../src/clients/request-handler.ts';
import { turns } from '../../helpers/turns.ts';

const request: HttpRequest = { method: 'GET', protocol: 'https:', hostname: 'host', path: '/', headers: {}, query: {} };
const answer = (body: unknown): HttpResponse => ({ statusCode: 200, headers: {}, body });
const handlerOf = (handle: RequestHandlerLike['handle']): RequestHandlerLike => ({ handle });

afterEach(() => {
  vi.useRealTimers();
});

function gated(inner: RequestHandlerLike, { concurrency = 1, requestTimeoutMs = 1000 } = {}): RequestHandlerLike {
  return gateRequestHandler(inner, { gate: createGate(concurrency), requestTimeoutMs });
}

describe('gateRequestHandler', () => {
  it.each<[string, () => unknown, string]>([
    ['a Node stream', () => Readable.from([Buffer.from('ab'), Buffer.from('cd')]), 'abcd'],
    ['a stream of text', () => Readable.from(['ab', 'ü']), 'abü'],
    ['a web stream', () => new Blob(['abcd']).stream(), 'abcd'],
    ['an empty stream', () => Readable.from([]), ''],
  ])('reads %s to its end', async (_name, body, expected) => {
    const { response } = await gated(handlerOf(async () => ({ response: answer(body()) }))).handle(request);
    expect(response.body).toBeInstanceOf(Uint8Array);
    expect(Buffer.from(response.body as Uint8Array).toString()).toBe(expected);
  });

  it.each([[undefined], ['text'], [new Uint8Array([1, 2])]])('leaves the body %s as it is', async (body) => {
    const { response } = await gated(handlerOf(async () => ({ response: answer(body) }))).handle(request);
    expect(response.body).toBe(body);
  });

  it('holds the place until the body has ended', async () => {
    const bodies = [new PassThrough(), new PassThrough()];
    let begun = 0;
    const handler = gated(handlerOf(async () => ({ response: answer(bodies[begun++]) })));
    const first = handler.handle(request);
    const second = handler.handle(request);
    await turns();
    bodies[0]!.write('half');
    await turns();
    expect(begun).toBe(1);
    bodies[0]!.end();
    await first;
    await turns();
    expect(begun).toBe(2);
    bodies[1]!.end();
    await second;
  });

  it('fails an attempt whose headers never come, in a form that the SDK retries', async () => {
    vi.useFakeTimers();
    const handled = gated(handlerOf(() => new Promise(() => {}))).handle(request);
    const failed = expect(handled).rejects.toMatchObject({ name: 'TimeoutError', code: 'ETIMEDOUT' });
    await vi.advanceTimersByTimeAsync(1000);
    await failed;
  });

  it('fails an attempt whose body stalls, and lets go of the body', async () => {
    vi.useFakeTimers();
    const body = new PassThrough();
    body.write('half');
    const handled = gated(handlerOf(async () => ({ response: answer(body) }))).handle(request);
    const failed = expect(handled).rejects.toMatchObject({ name: 'TimeoutError' });
    await vi.advanceTimersByTimeAsync(1000);
    await failed;
    expect(body.destroyed).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('passes on what a body fails with, so that a cut-off answer is retried', async () => {
    const body = new PassThrough();
    const handled = gated(handlerOf(async () => ({ response: answer(body) }))).handle(request);
    body.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
    await expect(handled).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('rejects an abort as an AbortError with the reason as its cause, and leaves no listener', async () => {
    const controller = new AbortController();
    let seen: AbortSignal | undefined;
    const handler = gated(
      handlerOf((_request, options) => {
        seen = options?.abortSignal as AbortSignal;
        return new Promise(() => {});
      }),
    );
    const handled = handler.handle(request, { abortSignal: controller.signal });
    await turns();
    const reason = new Error('stop');
    controller.abort(reason);
    await expect(handled).rejects.toMatchObject({ name: 'AbortError', cause: reason });
    expect(seen?.aborted).toBe(true);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('lets go of an answer that comes after the abort, and of the signal after each answer', async () => {
    const controller = new AbortController();
    const late = new PassThrough();
    let give!: () => void;
    const handler = gated(
      handlerOf(
        () =>
          new Promise((resolve) => {
            give = () => {
              resolve({ response: answer(late) });
            };
          }),
      ),
    );
    const handled = handler.handle(request, { abortSignal: controller.signal });
    await turns();
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    controller.abort();
    await expect(handled).rejects.toMatchObject({ name: 'AbortError' });
    give();
    await turns();
    expect(late.destroyed).toBe(true);

    const { signal } = new AbortController();
    const quick = gated(handlerOf(async () => ({ response: answer('') })));
    await quick.handle(request, { abortSignal: signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('tells every request of an abort, also after one whose body cannot be let go of', async () => {
    const controller = new AbortController();
    const stuck = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }),
      destroy: () => {
        throw new Error('cannot');
      },
    };
    const handler = gated(
      handlerOf(async () => ({ response: answer(stuck) })),
      { concurrency: 2 },
    );
    const failures: unknown[] = [];
    for (const _ of [1, 2]) {
      handler.handle(request, { abortSignal: controller.signal }).catch((error: unknown) => failures.push(error));
    }
    await turns();
    controller.abort();
    await turns();
    expect(failures).toMatchObject([{ name: 'AbortError' }, { name: 'AbortError' }]);
  });

  it('does not count waiting for a place as waiting for the answer', async () => {
    vi.useFakeTimers();
    let begun = 0;
    const handler = gated(
      handlerOf(async () => {
        begun += 1;
        await new Promise((resolve) => setTimeout(resolve, 900));
        return { response: answer('') };
      }),
    );
    const both = Promise.all([handler.handle(request), handler.handle(request)]);
    await vi.advanceTimersByTimeAsync(1800);
    await both;
    expect(begun).toBe(2);
  });

  it('does not let one client close the sockets of all', () => {
    const destroy = vi.fn();
    gated({ handle: () => new Promise(() => {}), destroy }).destroy?.();
    expect(destroy).not.toHaveBeenCalled();
  });
});
