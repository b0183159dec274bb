import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUsualTimestamp, toTimestamp } from '../../../src/model/timestamp.ts';

describe('toTimestamp', () => {
  it.each([
    ['2019-12-09T14:39:36Z', '2019-12-09T14:39:36.000Z'],
    ['2019-12-09T14:39:36.123456789Z', '2019-12-09T14:39:36.123Z'],
    ['2019-12-09T14:39:36.1+00:00', '2019-12-09T14:39:36.100Z'],
    ['2019-12-09T14:39:36-0530', '2019-12-09T20:09:36.000Z'],
    ['2019-12-09 14:39:36+00:00', '2019-12-09T14:39:36.000Z'],
    ['2019-12-09T14:39:36', '2019-12-09T14:39:36.000Z'],
    ['1575902376.25', '2019-12-09T14:39:36.250Z'],
    [1_575_902_376.25, '2019-12-09T14:39:36.250Z'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
  ])('reads %j as %s', (value, expected) => {
    expect(toTimestamp(value)).toBe(expected);
  });

  it.each([
    [undefined],
    [null],
    [''],
    ['yesterday'],
    ['2019-13-09T14:39:36Z'],
    ['2019-12-09T14:39Z'],
    [NaN],
    [Infinity],
    [-1],
    [1e20],
    [new Date(NaN)],
    [{}],
    [true],
  ])('knows no time in %j', (value) => {
    expect(toTimestamp(value)).toBeUndefined();
  });

  it('reads the usual spellings, by whatever way, as the calendar does', () => {
    const day = fc.date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const text = date.toISOString();
        expect(toTimestamp(text)).toBe(text);
        expect(toTimestamp(text.replace(/\.\d+Z$/, 'Z'))).toBe(text.replace(/\.\d+Z$/, '.000Z'));
      }),
    );
  });

  it.each(['2023-02-29T00:00:00Z', '2024-04-31T00:00:00Z', '2024-01-01T24:00:00Z', '2024-01-01T00:00:60Z'])(
    'does not call %s usual, since not everybody reads it alike',
    (text) => {
      expect(isUsualTimestamp(text)).toBe(false);
    },
  );
});
