import { keyProblem } from '../key-problem.ts';
import { filterKey } from '../filter-key.ts';
import type { Diagnostic, Lint } from './diagnostic.ts';

/** A key that AWS does not take in rules (`status`, `id`), does not know, or that this analyzer's findings lack. */
export const keyNotAllowed: Lint = ({ filter, access }) =>
  Object.keys(filter).flatMap((key): Diagnostic[] => {
    const problem = keyProblem(key, { use: 'archive-rule', access });
    if (problem !== undefined) {
      const message = `AWS does not take ${key} here: expected ${problem}.`;
      return [{ code: 'key-not-allowed', severity: 'error', key, message }];
    }
    if (filterKey(key)?.undocumented !== true) return [];
    const message = `${key} is not in AWS's table of filter keys: whether AWS takes it is not known.`;
    return [{ code: 'undocumented-key', severity: 'info', key, message }];
  });
