import { compareStrings } from '../model/compare.ts';
import { SEVERITIES } from '../risk/severity.ts';
import type { Access } from './verdict.ts';

/**
 * Orders accesses: open ones first, then by severity, then public ones, then the older, then by id, so that the order of
 * the input has no say.
 * The times are the `firstSeen` of each in milliseconds, `NaN` where it is unknown.
 */
export function sortWorstFirst(accesses: readonly Access[], times: readonly number[]): Access[] {
  // Each of a hundred thousand is compared some seventeen times: numbers side by side, not texts all over the memory.
  const ranks = new Float64Array(accesses.length);
  const since = new Float64Array(accesses.length);
  const ids = new Float64Array(accesses.length);
  accesses.forEach((access, index) => {
    const time = times[index] ?? Number.NaN;
    ranks[index] = rankOf(access);
    since[index] = Number.isNaN(time) ? Number.MAX_VALUE : time;
    ids[index] = beginningOf(access.accessId);
  });
  const difference = (numbers: Float64Array, left: number, right: number): number =>
    (numbers[left] ?? 0) - (numbers[right] ?? 0);
  return accesses
    .map((_access, index) => index)
    .sort(
      (left, right) =>
        difference(ranks, left, right) ||
        difference(since, left, right) ||
        difference(ids, left, right) ||
        compareStrings(accesses[left]?.accessId ?? '', accesses[right]?.accessId ?? ''),
    )
    .flatMap((index) => accesses[index] ?? []);
}

function rankOf({ fails, status, risk, isPublic }: Access): number {
  const open = (fails ? 0 : 2) + (status === 'ACTIVE' ? 0 : 1);
  return (open * SEVERITIES.length + SEVERITIES.indexOf(risk.severity)) * 2 + (isPublic === true ? 0 : 1);
}

const PREFIX = 'v1:'.length;

/** The first seven digits of the hash as a number, in the same order. A million accesses share few of those. */
function beginningOf(accessId: string): number {
  let number = 0;
  for (let index = PREFIX; index < PREFIX + 7; index += 1) number = number * 128 + accessId.charCodeAt(index);
  return number;
}
