import { vi } from 'vitest';
import { turns } from '../helpers/turns.ts';

/** When every draw begins. */
export const START: number = Date.parse('2026-11-20T10:00:00.000Z');

/** How a piece of work went in virtual time. */
export interface VirtualRun<T> {
  readonly value: T;
  /** By the virtual clock, in milliseconds. */
  readonly elapsedMs: number;
  /** Timers that were still set when it had ended. */
  readonly timersLeft: number;
}

const realTimeout = setTimeout;

/**
 * Runs work whose only real waiting is for timers (no sockets, no files) by a clock of its own: as soon as nothing else can go
 * on, the clock jumps to the next timer. An hour of back-off takes no time, and the same work takes the same turns.
 *
 * @throws Error when the work has come to rest without a timer, or is not done at `limitMs` of its clock.
 */
export async function inVirtualTime<T>(work: () => Promise<T>, limitMs: number): Promise<VirtualRun<T>> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'], now: START });
  const fake = globalThis.setTimeout;
  // Node's timers take a millisecond at least; with none at all a wait that is asked for again and again would never end.
  globalThis.setTimeout = ((callback: () => void, ms?: number, ...rest: []) =>
    fake(callback, Math.max(1, ms ?? 1), ...rest)) as typeof setTimeout;
  try {
    const state = { settled: false };
    const done = work().finally(() => {
      state.settled = true;
    });
    done.catch(() => undefined);
    let idle = 0;
    while (true) {
      await turns(3);
      if (state.settled) break;
      if (vi.getTimerCount() === 0) {
        idle += 1;
        // Modules and files that are loaded the first time take real time.
        if (idle > 100) await new Promise((resolve) => realTimeout(resolve, 1));
        if (idle > 10_000) throw new Error('The work has come to rest: it waits for nothing that will ever come.');
        continue;
      }
      idle = 0;
      vi.advanceTimersToNextTimer();
      if (Date.now() - START > limitMs) throw new Error(`The work was not done after ${limitMs} ms of its own clock.`);
    }
    const value = await done;
    return { value, elapsedMs: Date.now() - START, timersLeft: vi.getTimerCount() };
  } finally {
    // What is put back must be what was put there.
    globalThis.setTimeout = fake;
    vi.useRealTimers();
  }
}

/** What a fake waits by: the timers of the work that it serves. */
export async function delay(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
  });
}

/** The same chance in every run: for back-off with jitter. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
