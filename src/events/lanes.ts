/** Runs tasks of one lane one after the other, in the order in which they came; different lanes side by side. */
export type Lanes = <T>(lane: string, task: () => Promise<T>) => Promise<T>;

/** Makes lanes. A lane without a task takes no memory. */
export function createLanes(): Lanes {
  const tails = new Map<string, Promise<unknown>>();
  return async (lane, task) => {
    const before = tails.get(lane);
    const run = before === undefined ? task() : before.then(task);
    // A task that failed does not stop those behind it.
    const tail = run.catch(() => undefined);
    tails.set(lane, tail);
    try {
      return await run;
    } finally {
      if (tails.get(lane) === tail) tails.delete(lane);
    }
  };
}
