import type { Finding } from '../model/finding.ts';

/** How many ids are remembered: a finding that comes again moved by a page or two while it was listed. */
export const REPEAT_WINDOW = 100_000;

/** Tells findings that came before. */
export interface Repeats {
  /** Whether the finding came within the last {@link REPEAT_WINDOW}; remembers it. */
  isRepeat(finding: Pick<Finding, 'id' | 'status'>): boolean;
}

/**
 * Remembers the ids of findings, so that one that AWS lists twice (pages shift while findings change) counts once. A repeat
 * that is ACTIVE where the first was not is no repeat: it was reopened in between, and dropping it would lose an
 * active finding.
 *
 * @param window - Ids remembered at most, so that memory does not grow with the analyzer.
 */
export function createRepeats(window: number = REPEAT_WINDOW): Repeats {
  const active = new Map<string, boolean>();
  return {
    isRepeat: ({ id, status }) => {
      const before = active.get(id);
      const isActive = status === 'ACTIVE';
      if (before !== undefined && (before || !isActive)) return true;
      active.set(id, isActive);
      if (active.size > window) {
        const oldest = active.keys().next();
        if (oldest.done !== true) active.delete(oldest.value);
      }
      return false;
    },
  };
}
