import { describe, expect, test } from 'vitest';
import { policies } from '../../../src/evaluate/policies.ts';
import type { Verdict } from '../../../src/evaluate/verdict.ts';
import { toAsff, toCsv, toHtml, toJson, toJUnit, toMarkdown, toOcsf, toSarif } from '../../../src/report/index.ts';
import { ACCOUNT } from '../../helpers/build-evidence.ts';
import { judge, LOST_ACCOUNT, lostAccountVerdict } from '../../helpers/report-verdicts.ts';

const FORMATS: readonly (readonly [string, (verdict: Verdict) => string])[] = [
  ['JSON', toJson],
  ['CSV', toCsv],
  ['Markdown', toMarkdown],
  ['HTML', toHtml],
  ['SARIF', toSarif],
  ['JUnit', toJUnit],
  ['ASFF', (verdict) => JSON.stringify(toAsff(verdict))],
  ['OCSF', (verdict) => JSON.stringify(toOcsf(verdict))],
];

const regionsPart = (verdict: Verdict): string => {
  const page = toHtml(verdict);
  return page.slice(page.indexOf('<section id="regions"'), page.indexOf('<section id="unread"'));
};

describe('an account of which no Region is known', () => {
  test.each(FORMATS)('is named with its reason: %s', (_, format) => {
    const text = format(lostAccountVerdict());
    expect(text).toContain(LOST_ACCOUNT);
    expect(text).toContain('Repair credentials');
  });

  test('is an error in JUnit', () => {
    expect(toJUnit(lostAccountVerdict())).toMatch(
      new RegExp(`<testcase [^>]*name="${LOST_ACCOUNT} credentials"><error type="credentials"`),
    );
  });

  test('has its line in the page’s table of accounts, beside a single one that was read', () => {
    const part = regionsPart(lostAccountVerdict());
    expect(part).toMatch(new RegExp(`<th scope="row">${ACCOUNT}</th>`));
    expect(part).toMatch(
      new RegExp(`<th scope="row">${LOST_ACCOUNT}</th>[\\s\\S]*?all[\\s\\S]*?not read: none of its Regions is known`),
    );
    expect(regionsPart(judge({ 'us-east-1': 'clean' }))).not.toContain('<table');
  });

  test('leaves the page no "everything was read", under no policy', () => {
    for (const policy of [policies.strict, policies.conformity]) {
      expect(toHtml(lostAccountVerdict(policy))).not.toContain('Everything in scope was read');
    }
    expect(toHtml(judge({ 'us-east-1': 'clean' }))).toContain('✓ Everything in scope was read and judged.');
  });
});
