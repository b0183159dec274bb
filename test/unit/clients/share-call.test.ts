import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { shareCall } from '../../../src/clients/share-call.ts';
import { deferred } from '../../helpers/deferred.ts';
import { turns } from '../../helpers/turns.ts';

/** A call that ends when it is told to, and what it was called with. */
function openCall() {
  const calls: { readonly signal: AbortSignal; readonly answer: ReturnType<typeof deferred<string>> }[] = [];
  const ask = shareCall(async (signal) => {
    const answer = deferred<string>();
    calls.push({ signal, answer });
    return answer.promise;
  });
  return { ask, calls };
}

describe('one call for all who ask', () => {
  it('is made once while it is under way, and again after it', async () => {
    const { ask, calls } = openCall();
    const first = [ask(undefined), ask(new AbortController().signal)];
    calls[0]!.answer.resolve('one');
    expect(await Promise.all(first)).toStrictEqual(['one', 'one']);
    const second = ask(undefined);
    expect(calls).toHaveLength(2);
    calls[1]!.answer.resolve('two');
    expect(await second).toBe('two');
    expect(calls.map(({ signal }) => signal.aborted)).toStrictEqual([false, false]);
  });

  it('fails for all who wait, and is made again for the next', async () => {
    const { ask, calls } = openCall();
    const first = [ask(undefined), ask(undefined)];
    const failure = new Error('throttled');
    calls[0]!.answer.reject(failure);
    expect(await Promise.allSettled(first)).toStrictEqual([
      { status: 'rejected', reason: failure },
      { status: 'rejected', reason: failure },
    ]);
    const second = ask(undefined);
    calls[1]!.answer.resolve('two');
    expect(await second).toBe('two');
  });

  it('goes on while somebody waits, and is aborted when nobody does', async () => {
    const { ask, calls } = openCall();
    const [one, other] = [new AbortController(), new AbortController()];
    const reason = new Error('enough');
    const waiting = [ask(one.signal), ask(other.signal)];
    one.abort(reason);
    await expect(waiting[0]).rejects.toBe(reason);
    expect(calls[0]!.signal.aborted).toBe(false);
    other.abort(reason);
    await expect(waiting[1]).rejects.toBe(reason);
    expect(calls[0]!.signal.aborted).toBe(true);
    for (const { signal } of [one, other]) expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    // Its failure is nobody's; who asks now begins anew.
    calls[0]!.answer.reject(new Error('aborted'));
    const next = ask(undefined);
    expect(calls).toHaveLength(2);
    await turns();
    calls[1]!.answer.resolve('two');
    expect(await next).toBe('two');
  });

  it('is not made for whoever has stopped waiting already', async () => {
    const { ask, calls } = openCall();
    const reason = new Error('enough');
    await expect(ask(AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(calls).toHaveLength(0);
  });
});
