import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { toTimestamp } from '../model/timestamp.ts';
import type { Verdict } from '../evaluate/verdict.ts';

/**
 * The time of a report for formats that ask for one: the newest read, else what the caller says. No clock is read.
 *
 * @throws `InvalidInputError` when nothing was read and the caller does not say.
 */
export function reportTime({ asOf }: Pick<Verdict, 'asOf'>, at: string | undefined, subject: string): string {
  const said = at === undefined ? undefined : toTimestamp(at);
  if (at !== undefined && said === undefined) {
    throw new InvalidInputError(subject, [{ path: 'at', found: found(at), expected: 'an ISO 8601 time' }]);
  }
  const time = asOf.newest ?? said;
  if (time !== undefined) return time;
  throw new InvalidInputError(subject, [
    { path: 'at', found: found(at), expected: 'the time of the audit, as nothing was read that would tell it' },
  ]);
}
