import { equalFilters } from '../equal-filters.ts';
import { filterSubsumes } from '../filter-subsumes.ts';
import type { Diagnostic, Lint } from './diagnostic.ts';

/** Another rule of the analyzer already hides all that this one would. */
export const redundant: Lint = ({ ruleName, filter, rules }) =>
  rules
    .filter((other) => other.ruleName !== ruleName)
    .flatMap((other): Diagnostic[] => {
      if (equalFilters(other.filter, filter)) {
        const message = `The rule ${other.ruleName} has the same filter.`;
        return [{ code: 'duplicate', severity: 'warning', message }];
      }
      if (!filterSubsumes(other.filter, filter)) return [];
      const message = `The rule ${other.ruleName} already hides all that this one would.`;
      return [{ code: 'shadowed', severity: 'warning', message }];
    });
