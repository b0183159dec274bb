import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { linkSignal } from '../../../src/clients/link-signal.ts';

const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

describe('linkSignal', () => {
  it('puts one listener on the parent however many follow it, and none once all let go', () => {
    const { signal } = new AbortController();
    const links = Array.from({ length: 500 }, () => linkSignal(signal));
    expect(listeners(signal)).toBe(1);
    for (const link of links.slice(1)) link.unlink();
    expect(listeners(signal)).toBe(1);
    links[0]!.unlink();
    expect(listeners(signal)).toBe(0);
  });

  it('aborts every follower with the parent’s reason, and leaves no listener', () => {
    const controller = new AbortController();
    const links = [linkSignal(controller.signal), linkSignal(controller.signal)];
    const reason = new Error('stop');
    controller.abort(reason);
    expect(links.map(({ signal }): unknown => signal.reason)).toStrictEqual([reason, reason]);
    expect(listeners(controller.signal)).toBe(0);
  });

  it('does not abort who has let go', () => {
    const controller = new AbortController();
    const link = linkSignal(controller.signal);
    link.unlink();
    link.unlink();
    controller.abort();
    expect(link.signal.aborted).toBe(false);
  });

  it('follows a parent again after all have let go', () => {
    const controller = new AbortController();
    linkSignal(controller.signal).unlink();
    const link = linkSignal(controller.signal);
    controller.abort();
    expect(link.signal.aborted).toBe(true);
  });

  it('is aborted from the start by a parent that is', () => {
    expect(linkSignal(AbortSignal.abort('late')).signal.reason).toBe('late');
  });

  it('aborts itself alone', () => {
    const parent = new AbortController();
    const [one, other] = [linkSignal(parent.signal), linkSignal(parent.signal)];
    one.abort('mine');
    expect([one.signal.aborted, other.signal.aborted, parent.signal.aborted]).toStrictEqual([true, false, false]);
  });

  it('works without a parent', () => {
    const link = linkSignal(undefined);
    link.abort('x');
    link.unlink();
    expect(link.signal.reason).toBe('x');
  });
});
