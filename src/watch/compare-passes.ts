import { diffRegions, resetAnalyzers } from '../evaluate/diff-regions.ts';
import { diffVerdicts } from '../evaluate/diff-verdicts.ts';
import type { Verdict } from '../evaluate/verdict.ts';
import type { VerdictDiff } from '../evaluate/verdict-diff.ts';
import { carryForward } from './carry-forward.ts';

/** Compares each verdict with all that was known before it, not only with the last one. */
export interface PassComparer {
  /** Takes the next verdict in. Undefined for the very first: there is nothing to compare it with. */
  compare(verdict: Verdict): VerdictDiff | undefined;
}

/** Starts from a baseline, or from nothing. */
export function createPassComparer(baseline?: Verdict): PassComparer {
  let previous = baseline;
  let known = baseline;
  /** Accesses that were said to be out of sight, and still are. */
  let outOfSight: ReadonlySet<string> = new Set();
  return {
    compare(verdict) {
      const before = known;
      const last = previous;
      previous = verdict;
      known = before === undefined ? verdict : carryForward(before, verdict);
      if (before === undefined || last === undefined) return undefined;
      const diff = diffVerdicts(before, verdict);
      const told = outOfSight;
      outOfSight = new Set(diff.notSeen.map((access) => access.before.accessId));
      return {
        ...diff,
        // What is known spans passes; whether a Region changed sides or an analyzer was made anew is a matter of the last two.
        regions: diffRegions(last, verdict),
        resetAnalyzers: resetAnalyzers(last, verdict),
        notSeen: diff.notSeen.filter((access) => !told.has(access.before.accessId)),
      };
    },
  };
}
