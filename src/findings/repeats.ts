import type { Finding } from '../model/finding.ts';
import { createIdTable } from './id-table.ts';

/** How many ids are remembered at least: a finding that comes again moved by a page or two while it was listed. */
export const REPEAT_WINDOW = 100_000;

/** Tells findings that came before. */
export interface Repeats {
  /** Whether the finding came before, as far as is remembered; remembers it. */
  isRepeat(finding: Pick<Finding, 'id' | 'status'>): boolean;
}

const INACTIVE = 1;
const ACTIVE = 2;

/**
 * Remembers the ids of findings, so that one that AWS lists twice (pages shift while findings change) counts once. A repeat
 * that is ACTIVE where the first was not is no repeat: it was reopened in between, and dropping it would lose an
 * active finding.
 *
 * @param window - Ids remembered at least; at most twice as many, in some 25 bytes each, so that memory does not grow with
 * the analyzer. `Infinity` for all.
 */
export function createRepeats(window: number = REPEAT_WINDOW): Repeats {
  // Two generations: when the younger is full, the elder is forgotten as a whole.
  let elder = createIdTable();
  let younger = createIdTable();
  return {
    isRepeat: ({ id, status }) => {
      const now = status === 'ACTIVE' ? ACTIVE : INACTIVE;
      const before = younger.raise(id, now) || (elder.size === 0 ? 0 : elder.get(id));
      if (younger.size >= window) {
        elder = younger;
        younger = createIdTable();
      }
      return before >= now;
    },
  };
}
