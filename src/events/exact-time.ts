import { toTimestamp } from '../model/timestamp.ts';

/** The decimals of a second after the third, as many as nanoseconds have. */
const BELOW_MILLISECONDS = /[.,]\d{3}(\d{1,6})/;

/**
 * A time stamp of AWS with nine decimals, so that comparing the texts compares the times: events carry nanoseconds, of which
 * a `Date` would forget six digits.
 */
export function exactTime(value: unknown): string | undefined {
  const time = toTimestamp(value);
  if (time === undefined) return undefined;
  const rest = typeof value === 'string' ? (BELOW_MILLISECONDS.exec(value)?.[1] ?? '') : '';
  return `${time.slice(0, -1)}${rest.padEnd(6, '0')}Z`;
}
