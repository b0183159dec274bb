import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wrap } from '../../../examples/support/wrap.ts';

it.each([
  ['fits', 'fits'],
  ['Is    account 111122223333: 19 of 20 Regions', 'Is    account\n      111122223333:\n      19 of 20\n      Regions'],
  ['  critical: all principals can read', '  critical: all\n    principals can\n    read'],
  ['to arn:aws:s3:::a-rather-long-name now', 'to\n  arn:aws:s3:::a-rather-long-name\n  now'],
  [' -a  where it is now and then', ' -a  where it is now\n     and then'],
  ['a label too long  for it to count', 'a label too long\n  for it to count'],
  ['one\n\ntwo', 'one\n\ntwo'],
  ['', ''],
])('%j', (text, expected) => {
  expect(wrap(text, 20)).toBe(expected);
});

it('counts what is seen: colours take no room', () => {
  const painted = '\u001b[31mFAIL\u001b[39m \u001b[1mrule number one\u001b[22m';
  expect(wrap(painted, 20)).toBe(painted);
  expect(stripVTControlCharacters(wrap(painted, 12))).toBe('FAIL rule\n  number one');
});

it('loses no word, and no line is too long but for a word that is', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[\w:/]{1,30}$/)), fc.integer({ min: 10, max: 60 }), (words, columns) => {
      const wrapped = wrap(words.join(' '), columns);
      expect(wrapped.split(/\s+/).filter(Boolean)).toEqual(words);
      for (const line of wrapped.split('\n')) {
        expect(line.length <= columns || line.trim().split(' ').length === 1).toBe(true);
      }
    }),
  );
});
