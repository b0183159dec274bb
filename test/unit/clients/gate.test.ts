import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createGate } from '../../../src/clients/gate.ts';
import { turns } from '../../helpers/turns.ts';

function job(): { task: () => Promise<string>; end: () => void; begun: () => boolean } {
  let end!: () => void;
  let begun = false;
  const ended = new Promise<string>((resolve) => {
    end = () => {
      resolve('done');
    };
  });
  return {
    task: () => {
      begun = true;
      return ended;
    },
    end,
    begun: () => begun,
  };
}

const never = new AbortController().signal;

describe('createGate', () => {
  it('lets as many in as it has places, and the next when one leaves', async () => {
    const gate = createGate(2);
    const jobs = [job(), job(), job()];
    const running = jobs.map(({ task }) => gate.run(task, never));
    await turns();
    expect(jobs.map(({ begun }) => begun())).toStrictEqual([true, true, false]);
    jobs[1]!.end();
    await running[1];
    await turns();
    expect(jobs[2]!.begun()).toBe(true);
    expect(gate.active).toBe(2);
    jobs[0]!.end();
    jobs[2]!.end();
    expect(await Promise.all(running)).toStrictEqual(['done', 'done', 'done']);
  });

  it('gives the place back when a task fails', async () => {
    const gate = createGate(1);
    await expect(gate.run(() => Promise.reject(new Error('no')), never)).rejects.toThrow('no');
    await expect(gate.run(() => Promise.resolve('yes'), never)).resolves.toBe('yes');
  });

  it('lets a waiting one leave at once on an abort, and never begins it', async () => {
    const gate = createGate(1);
    const [first, second, third] = [job(), job(), job()];
    const running = gate.run(first.task, never);
    const controller = new AbortController();
    const waiting = gate.run(second.task, controller.signal);
    const after = gate.run(third.task, never);
    controller.abort('changed my mind');
    await expect(waiting).rejects.toBe('changed my mind');
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    first.end();
    await running;
    await turns();
    expect([second.begun(), third.begun()]).toStrictEqual([false, true]);
    third.end();
    await after;
  });

  it('never begins what is aborted already', async () => {
    const gate = createGate(1);
    const { task, begun } = job();
    await expect(gate.run(task, AbortSignal.abort('no'))).rejects.toBe('no');
    expect(begun()).toBe(false);
  });
});
