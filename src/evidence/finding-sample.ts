import { compareStrings } from '../model/compare.ts';
import type { Finding } from '../model/finding.ts';
import { exposure } from '../model/merge-findings.ts';

/** Keeps the worst of the findings it is shown. */
export interface FindingSample {
  add(finding: Finding): void;
  /** Those kept, in no order. */
  findings(): readonly Finding[];
}

/**
 * Keeps the worst `limit` findings, in memory for twice as many. Which they are does not depend on the order in which they
 * come. `Infinity` keeps all.
 */
export function createFindingSample(limit: number): FindingSample {
  let kept: Finding[] = [];
  const trim = (): void => {
    if (kept.length > limit) kept = kept.sort(worstFirst).slice(0, limit);
  };
  return {
    add: (finding) => {
      kept.push(finding);
      if (kept.length >= 2 * limit) trim();
    },
    findings: () => {
      trim();
      return kept;
    },
  };
}

function worstFirst(left: Finding, right: Finding): number {
  return exposure(right) - exposure(left) || compareStrings(left.id, right.id);
}
