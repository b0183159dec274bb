import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestHandlerLike } from '../../src/clients/request-handler.ts';
import { IO_FUNCTIONS, openBed, type IoFunction } from './io-functions.ts';
import { turns } from '../helpers/turns.ts';

/** When, around the n-th request, the caller gives up. */
type Moment = 'while it is on its way' | 'as its answer comes' | 'while a retry is waited for';

const MOMENTS: readonly Moment[] = ['while it is on its way', 'as its answer comes', 'while a retry is waited for'];

/** More requests than any call of the table makes. */
const MANY = 200;

/** What AWS answers when it is asked too much; the SDK then waits, here longer than any test. */
function throttled(): { readonly response: never } {
  const headers = {
    'x-amzn-errortype': 'ThrottlingException',
    'retry-after': '50',
    'content-type': 'application/json',
  };
  return { response: { statusCode: 429, headers, body: new TextEncoder().encode('{"message":"slow down"}') } as never };
}

interface Run {
  readonly aborted: boolean;
  readonly outcome: unknown;
  readonly reason: Error;
  /** The hosts of requests that were sent after the abort. */
  readonly late: readonly string[];
  readonly listeners: number;
  /** Timers, sockets and the like that were not there before and keep the process alive. */
  readonly handles: number;
}

function handlesNow(): number {
  return process.getActiveResourcesInfo().filter((resource) => /Timeout|TCP|TLS|Socket/.test(resource)).length;
}

/** Runs a function and aborts around its n-th request. */
async function abortAt(io: IoFunction, n: number, moment: Moment): Promise<Run> {
  const before = handlesNow();
  const controller = new AbortController();
  const reason = new Error(`enough after ${n}`);
  let sent = 0;
  const late: string[] = [];
  const wrap = (inner: RequestHandlerLike): RequestHandlerLike => ({
    ...inner,
    handle: async (request, options) => {
      if (controller.signal.aborted) late.push(request.hostname);
      sent += 1;
      const mine = sent === n;
      if (mine && moment === 'while it is on its way') controller.abort(reason);
      if (mine && moment === 'while a retry is waited for') {
        // Not before the SDK has read the answer and begun to wait.
        setTimeout(() => {
          controller.abort(reason);
        }, 5);
        return throttled();
      }
      const answer = await inner.handle(request, options);
      if (mine && moment === 'as its answer comes') controller.abort(reason);
      return answer;
    },
  });
  const bed = openBed(io, { wrap, maxAttempts: moment === 'while a retry is waited for' ? 2 : 1 });
  const outcome = await io.run(bed, controller.signal).then(
    () => 'completed',
    (error: unknown) => error,
  );
  // What the function left running has its turn to show itself.
  await turns(5);
  const listeners = getEventListeners(controller.signal, 'abort').length;
  const handles = Math.max(0, handlesNow() - before);
  return { aborted: controller.signal.aborted, outcome, reason, late, listeners, handles };
}

const unhandled: unknown[] = [];
const note = (error: unknown): void => void unhandled.push(error);
beforeEach(() => process.on('unhandledRejection', note));
afterEach(() => {
  process.off('unhandledRejection', note);
  expect(unhandled.splice(0)).toStrictEqual([]);
});

describe.each(IO_FUNCTIONS)('$name', (io) => {
  it('sends nothing with a signal that is aborted already', async () => {
    const bed = openBed(io);
    const reason = new Error('never mind');
    await expect(io.run(bed, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(bed.fake.requests).toStrictEqual([]);
  });

  it.each(MOMENTS)('an abort around any request, %s, is the end of it', { timeout: 120_000 }, async (moment) => {
    let n = 1;
    for (; n < MANY; n += 1) {
      const { aborted, handles, late, listeners, outcome, reason } = await abortAt(io, n, moment);
      if (!aborted) {
        expect(outcome, `request ${n}`).toBe('completed');
        expect(listeners).toBe(0);
        break;
      }
      // Where the last answer was already there, the work may be done: then nothing is lost by saying so.
      if (outcome !== 'completed') expect(outcome, `request ${n}`).toBe(reason);
      else expect(moment, `request ${n}`).toBe('as its answer comes');
      // The SDK resolves credentials without a signal: an AssumeRole that it was preparing at that moment still goes out.
      const others = late.filter((host) => io.fleet !== true || !host.startsWith('sts.'));
      expect({ n, others, listeners }).toStrictEqual({ n, others: [], listeners: 0 });
      // The timer of the SDK's own back-off cannot be stopped: it ends by itself, a second later at most in these runs.
      if (moment !== 'while a retry is waited for') expect({ n, handles }).toStrictEqual({ n, handles: 0 });
    }
    expect(n, 'requests that were tried').toBeGreaterThan(1);
    expect(n).toBeLessThan(MANY);
  });
});
