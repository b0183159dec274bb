import { found } from './found.ts';
import { InvalidInputError } from './invalid-input-error.ts';

/**
 * Refuses options that are no object, before a member of them is read. A caller who has none leaves them out: `null` is a mistake.
 *
 * @throws {@link InvalidInputError}
 */
export function checkOptions(options: unknown, subject = 'options'): void {
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return;
  throw new InvalidInputError(subject, [{ path: '', found: found(options), expected: 'an object of options' }]);
}
