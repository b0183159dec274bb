import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { isRecord } from '../model/loose.ts';

/**
 * Refuses what is no filter at all: an empty list and a text without characters have no members, and a filter without members matches
 * everything.
 *
 * @throws {@link InvalidInputError}
 */
export function refuseNoFilter(filter: unknown): void {
  if (isRecord(filter)) return;
  throw new InvalidInputError('filter', [{ path: '', found: found(filter), expected: 'an object of criteria' }]);
}

/**
 * Refuses what has no name and filter to be looked at.
 *
 * @throws {@link InvalidInputError}
 */
export function refuseNoRule(rule: unknown): void {
  const subject = 'archive rule';
  if (!isRecord(rule)) {
    throw new InvalidInputError(subject, [
      { path: '', found: found(rule), expected: 'an object with ruleName and filter' },
    ]);
  }
  const { ruleName } = rule;
  if (typeof ruleName === 'string') return;
  throw new InvalidInputError(subject, [{ path: 'ruleName', found: found(ruleName), expected: 'a text' }]);
}
