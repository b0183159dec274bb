import type { Problem } from '../errors/problem.ts';
import type { Evidence } from '../model/evidence.ts';

/** Nothing was read for want of the right credentials: once they are mended, everything can be. */
const MENDED_BY_OTHERS: readonly Problem['code'][] = ['credentials', 'account-mismatch', 'unknown-account'];

/**
 * Whether there is no point in doing the task again: all was read, or what was not will stay so until somebody changes
 * something in the account.
 */
export function isFinished({ regions, scopes }: Evidence): boolean {
  const problems = [
    ...scopes.map(({ problem }) => problem),
    ...regions.map(({ problem }) => problem),
    ...regions.flatMap(({ analyzers }) => analyzers.map(({ problem }) => problem)),
  ];
  return !problems.some(
    (problem) => problem !== undefined && (problem.retryable || MENDED_BY_OTHERS.includes(problem.code)),
  );
}
