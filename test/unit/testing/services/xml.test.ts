import { expect, test } from 'vitest';
import { xml, type XmlContent } from '../../../../src/testing/services/xml.ts';

test.each<[string, XmlContent, string]>([
  ['text, escaped', '<a> & "b"', '<X>&lt;a&gt; &amp; &quot;b&quot;</X>'],
  ['a number', 7, '<X>7</X>'],
  ['nothing', undefined, ''],
  ['children in order', { A: 'a', B: undefined, C: { D: 1 } }, '<X><A>a</A><C><D>1</D></C></X>'],
  ['a list repeats the element', ['a', 'b'], '<X>a</X><X>b</X>'],
])('%s', (_name, content, expected) => {
  expect(xml('X', content)).toBe(expected);
});

test('attributes come with the element', () => {
  expect(xml('X', 'a', ' xmlns="urn:x"')).toBe('<X xmlns="urn:x">a</X>');
});
