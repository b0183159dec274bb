import { afterEach, beforeEach, expect } from 'vitest';
import { turns } from '../helpers/turns.ts';

/**
 * Holds each test of a file to leaving the process as it was: no unhandled rejection, no warning of Node's, no socket, server or
 * timer of its own.
 */
export function leavesNothingBehind(): void {
  const amiss: string[] = [];
  const onRejection = (reason: unknown): void => void amiss.push(`unhandled rejection: ${String(reason)}`);
  const onWarning = (warning: Error): void => void amiss.push(`warning: ${String(warning)}`);
  let before: Record<string, number> = {};

  beforeEach(() => {
    amiss.length = 0;
    before = resources();
    process.on('unhandledRejection', onRejection);
    process.on('warning', onWarning);
  });

  afterEach(async () => {
    // Sockets that were closed are gone some turns later.
    await turns(50);
    process.off('unhandledRejection', onRejection);
    process.off('warning', onWarning);
    for (const [name, count] of Object.entries(resources())) {
      const more = count - (before[name] ?? 0);
      if (more > 0) amiss.push(`${more} ${name} left`);
    }
    expect(amiss).toEqual([]);
  });
}

/** What of this keeps a process alive, counted. The test runner's own timers and pipes come and go, and are not looked at. */
function resources(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) {
    if (name.startsWith('TCP')) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
