import { compareStrings } from '../model/compare.ts';
import { SEVERITIES } from '../risk/severity.ts';
import type { Access } from './verdict.ts';

/** What accesses are ordered by beside themselves, in the same order as they are. */
export interface SortKeys {
  /** The `firstSeen` of each in milliseconds, `NaN` where it is unknown. */
  readonly times: readonly number[];
  /** The digest of each access id. */
  readonly digests: readonly string[];
}

/**
 * Orders accesses: open ones first, then by severity, then public ones, then the older, then by id, so that the order of
 * the input has no say.
 */
export function sortWorstFirst(accesses: readonly Access[], { times, digests }: SortKeys): Access[] {
  // Each of a hundred thousand is compared some seventeen times: numbers side by side, not texts all over the memory.
  const ranks = new Float64Array(accesses.map(rankOf));
  const since = new Float64Array(times.map((time) => (Number.isNaN(time) ? Number.MAX_VALUE : time)));
  const ids = new Float64Array(digests.map(beginningOf));
  const difference = (numbers: Float64Array, left: number, right: number): number =>
    (numbers[left] ?? 0) - (numbers[right] ?? 0);
  return accesses
    .map((_access, index) => index)
    .sort(
      (left, right) =>
        difference(ranks, left, right) ||
        difference(since, left, right) ||
        difference(ids, left, right) ||
        compareStrings(digests[left] ?? '', digests[right] ?? ''),
    )
    .flatMap((index) => accesses[index] ?? []);
}

function rankOf({ fails, status, risk, isPublic }: Access): number {
  const open = (fails ? 0 : 2) + (status === 'ACTIVE' ? 0 : 1);
  return (open * SEVERITIES.length + SEVERITIES.indexOf(risk.severity)) * 2 + (isPublic === true ? 0 : 1);
}

/** The first seven digits of the hash as a number, in the same order. A million accesses share few of those. */
function beginningOf(digest: string): number {
  let number = 0;
  for (let index = 0; index < 7; index += 1) number = number * 128 + digest.charCodeAt(index);
  return number;
}
