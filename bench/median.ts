/** The median time of `runs` runs in milliseconds, after one that warms up. */
export async function medianMs(work: () => unknown, runs = 5): Promise<number> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return times.sort((left, right) => left - right)[Math.floor(times.length / 2)] ?? Number.NaN;
}

/** The quotient as it is printed: two digits are all that a shared machine can back. */
export function ratio(value: number, peer = 1): string {
  return (value / peer).toPrecision(2);
}
