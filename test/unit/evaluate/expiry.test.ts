import { describe, expect, test, vi } from 'vitest';
import { expiryOf } from '../../../src/evaluate/expiry.ts';

const iso = (expires: string): string | undefined => {
  const end = expiryOf(expires);
  return end === undefined ? undefined : new Date(end).toISOString();
};

describe('expiryOf', () => {
  test.each([
    ['a date, to the end of its day', '2026-11-26', '2026-11-26T23:59:59.999Z'],
    ['29 February of a leap year', '2028-02-29', '2028-02-29T23:59:59.999Z'],
    ['a time', '2026-11-26T10:00:00Z', '2026-11-26T10:00:00.000Z'],
    ['a time without seconds', '2026-11-26T10:00Z', '2026-11-26T10:00:00.000Z'],
    ['a fraction of any length', '2026-11-26 10:00:00.123456z', '2026-11-26T10:00:00.123Z'],
    ['a time with an offset', '2026-11-26T01:30:00.5+02:00', '2026-11-25T23:30:00.500Z'],
    ['an offset without its colon', '2026-11-26T10:00-0500', '2026-11-26T15:00:00.000Z'],
    ['an offset in hours', '2026-11-26 10:00+01', '2026-11-26T09:00:00.000Z'],
  ])('reads %s', (_what, expires, expected) => {
    expect(iso(expires)).toBe(expected);
  });

  test('takes a time without an offset for UTC, whatever the zone of the machine', () => {
    const parse = vi.spyOn(Date, 'parse');
    try {
      expect(iso('2026-11-26T10:00:00')).toBe('2026-11-26T10:00:00.000Z');
      // The zone of a process cannot be changed by a test that may run in a thread: what matters is that none is asked.
      expect(parse.mock.calls).toEqual([['2026-11-26T10:00:00+00:00']]);
    } finally {
      parse.mockRestore();
    }
  });

  test.each([
    ['30 February', '2027-02-30'],
    ['29 February of another year', '2027-02-29T10:00:00Z'],
    ['a thirteenth month', '2027-13-01'],
    ['an hour that does not exist', '2027-01-01T25:00:00Z'],
    ['a date as Americans write it', '01/31/2027'],
    ['a year alone', '2027'],
    ['something before a date', 'on 2027-01-01'],
    ['something after a date', '2027-01-01, noon'],
    ['a time of one digit', '2027-01-01T9:00Z'],
    ['minutes of one digit', '2027-01-01T09:0Z'],
    ['seconds of one digit', '2027-01-01T09:00:0Z'],
    ['a point without a fraction', '2027-01-01T09:00:00.Z'],
    ['a zone that is a word', '2027-01-01T09:00 CET'],
    ['an offset of one digit', '2027-01-01T09:00+1'],
    ['an offset with minutes of one digit', '2027-01-01T09:00+01:3'],
    ['seconds since 1970', '1800000000'],
    ['words', 'soon'],
    ['nothing', ''],
  ])('refuses %s', (_what, expires) => {
    expect(expiryOf(expires)).toBeUndefined();
  });
});
