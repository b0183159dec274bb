/** What two pieces of work cost, each the median of its rounds. */
export interface Compared {
  readonly own: number;
  readonly peer: number;
  /** The median of the rounds' own ratios: a machine that grows slower or faster meanwhile changes both halves of a round. */
  readonly quotient: number;
}

/**
 * Measures two pieces of work in turns, so that whatever else the machine does meets both; the order changes each round. One
 * round before those that count warms up.
 */
export async function alternate(
  own: () => Promise<number>,
  peer: () => Promise<number>,
  rounds = 5,
): Promise<Compared> {
  const results = { own: [] as number[], peer: [] as number[] };
  await peer();
  await own();
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? (['own', 'peer'] as const) : (['peer', 'own'] as const);
    for (const name of order) results[name].push(await (name === 'own' ? own : peer)());
  }
  return {
    own: median(results.own),
    peer: median(results.peer),
    quotient: median(results.own.map((cost, round) => cost / (results.peer[round] ?? Number.NaN))),
  };
}

export function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Milliseconds on the clock. */
export async function wallMs(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Microseconds of this process's CPU. */
export async function cpuUs(work: () => Promise<unknown>): Promise<number> {
  const started = process.cpuUsage();
  await work();
  const { system, user } = process.cpuUsage(started);
  return user + system;
}
