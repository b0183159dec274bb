import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sleep, untilAborted } from '../../../src/clients/until-aborted.ts';
import { turns } from '../../helpers/turns.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('untilAborted', () => {
  it.each([
    ['a value', Promise.resolve('value'), 'value'],
    ['no signal', Promise.resolve('value'), 'value'],
  ])('settles with %s', async (_name, work, expected) => {
    const { signal } = new AbortController();
    expect(await untilAborted(work, signal)).toBe(expected);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('rejects with the reason, whatever it is, while the work is stuck', async () => {
    const controller = new AbortController();
    const waiting = untilAborted(new Promise(() => {}), controller.signal);
    controller.abort('a reason that is no error');
    await expect(waiting).rejects.toBe('a reason that is no error');
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('swallows what the abandoned work throws later', async () => {
    let fail!: (reason: unknown) => void;
    const work = new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
    await expect(untilAborted(work, AbortSignal.abort('first'))).rejects.toBe('first');
    // An unhandled rejection would fail the run.
    fail(new Error('too late'));
    await turns();
  });
});

describe('sleep', () => {
  it('ends when the time is over', async () => {
    vi.useFakeTimers();
    const done = vi.fn();
    void sleep(1000).then(done);
    await vi.advanceTimersByTimeAsync(999);
    expect(done).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toHaveBeenCalledOnce();
  });

  it('leaves no timer behind when it is aborted', async () => {
    vi.useFakeTimers();
    const controller = new AbortController();
    const asleep = sleep(60_000, controller.signal);
    const settled = expect(asleep).rejects.toBe('enough');
    controller.abort('enough');
    await settled;
    expect(vi.getTimerCount()).toBe(0);
  });
});
