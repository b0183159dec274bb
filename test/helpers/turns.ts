// Taken before a test replaces the clock.
const realImmediate = setImmediate;

/** So many turns of the event loop: whatever can go on by itself, without timers, has done so. */
export async function turns(count = 1): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => realImmediate(resolve));
}
