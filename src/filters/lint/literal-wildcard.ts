import { VALUE_OPERATORS } from '../criterion-values.ts';
import type { Lint } from './diagnostic.ts';

/** `*` and `?` where they look like patterns. AWS compares them as characters. */
export const literalWildcard: Lint = ({ filter }) =>
  Object.entries(filter).flatMap(([key, criterion]) => {
    const values = VALUE_OPERATORS.flatMap((operator) => criterion[operator] ?? []);
    const wild = values.filter((value) => /[*?]/.test(value) && !(key === 'principal.AWS' && value === '*'));
    if (wild.length === 0) return [];
    const shown = wild.map((value) => JSON.stringify(value)).join(', ');
    // A condition's value is a text from the policy, which may itself hold a pattern.
    const condition = key.startsWith('condition.');
    const advice = condition
      ? 'right only where the policy itself says so, character for character'
      : 'use contains with the fixed part';
    const message = `${key}: AWS takes the wildcards in ${shown} literally: ${advice}.`;
    return [{ code: 'literal-wildcard', severity: condition ? 'info' : 'warning', key, message }];
  });
