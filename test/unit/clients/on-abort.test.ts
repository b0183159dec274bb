import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { onAbort } from '../../../src/clients/on-abort.ts';

const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

describe('onAbort', () => {
  it('calls all that watch, in their order and once, with one listener on the signal', () => {
    const controller = new AbortController();
    const called: number[] = [];
    for (let index = 0; index < 20; index += 1) onAbort(controller.signal, () => called.push(index));
    expect(listeners(controller.signal)).toBe(1);
    controller.abort();
    controller.signal.dispatchEvent(new Event('abort'));
    expect(called).toStrictEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(listeners(controller.signal)).toBe(0);
  });

  it('calls at once when the signal is aborted already', () => {
    let calls = 0;
    const letGo = onAbort(AbortSignal.abort(), () => {
      calls += 1;
    });
    letGo();
    expect(calls).toBe(1);
  });

  it('calls nobody who has let go, and takes its listener away with the last one', () => {
    const controller = new AbortController();
    let calls = 0;
    const letGos = [1, 2].map(() =>
      onAbort(controller.signal, () => {
        calls += 1;
      }),
    );
    for (const letGo of letGos) letGo();
    expect(listeners(controller.signal)).toBe(0);
    controller.abort();
    expect(calls).toBe(0);
  });

  it('lets go twice as once: who came after is still called', () => {
    const controller = new AbortController();
    const letGo = onAbort(controller.signal, () => undefined);
    letGo();
    let called = false;
    onAbort(controller.signal, () => {
      called = true;
    });
    letGo();
    controller.abort();
    expect(called).toBe(true);
  });

  it('tells the others too when one lets go of all while it is told', () => {
    const controller = new AbortController();
    const called: string[] = [];
    const letGos: (() => void)[] = [];
    for (const name of ['first', 'second']) {
      letGos.push(
        onAbort(controller.signal, () => {
          called.push(name);
          for (const letGo of letGos) letGo();
        }),
      );
    }
    controller.abort();
    expect(called).toStrictEqual(['first', 'second']);
    expect(listeners(controller.signal)).toBe(0);
  });
});
