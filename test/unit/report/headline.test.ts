import { XMLParser } from 'fast-xml-parser';
import MarkdownIt from 'markdown-it';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { policies } from '../../../src/evaluate/policies.ts';
import { toSummary } from '../../../src/evaluate/to-summary.ts';
import type { Verdict } from '../../../src/evaluate/verdict.ts';
import {
  headline,
  toAsff,
  toCsv,
  toHtml,
  toJson,
  toJUnit,
  toMarkdown,
  toOcsf,
  toSarif,
} from '../../../src/report/index.ts';
import { buildEvidence } from '../../helpers/build-evidence.ts';
import { judge, richVerdict, seen } from '../../helpers/report-verdicts.ts';

const verdicts: readonly (readonly [string, Verdict])[] = [
  ['a clean account', judge({ 'us-east-1': 'clean' })],
  ['some of everything', richVerdict()],
  ['an account that nobody could read', judge({ 'us-east-1': { problem: 'access-denied' }, 'us-west-2': 'lost' })],
  ['a lax policy', evaluate(buildEvidence({ regions: { 'us-east-1': 'none' } }), policies.cloudsploit)],
  [
    'a sample of what was counted',
    judge({
      'us-east-1': { analyzers: [{ detail: 'counts', kept: 1, findings: [{ id: 'a' }, { id: 'b', isPublic: true }] }] },
    }),
  ],
  ['two Regions with open access', judge({ 'us-east-1': seen({}), 'us-west-2': seen({ isPublic: true }) })],
];

/** The lines that toSummary starts with, by label. */
function summaryLines(verdict: Verdict): Record<string, string> {
  const [status = '', ...lines] = toSummary(verdict).split('\n');
  const labels = ['Policy', 'Zone', 'Scope', 'As of', 'Coverage', 'Exposed', 'Hidden'];
  return {
    Status: status,
    ...Object.fromEntries(
      labels.map((label) => [label, lines.find((line) => line.startsWith(label.padEnd(10)))?.slice(10) ?? '']),
    ),
  };
}

/** The label and text of each headline line, as a consumer of the format reads them. */
const readers: readonly (readonly [string, (verdict: Verdict) => Record<string, string>])[] = [
  [
    'CSV',
    (verdict) => {
      const rows: Record<string, string>[] = parse(toCsv(verdict), { columns: true });
      return Object.fromEntries(
        rows.filter(({ record }) => record === 'headline').map(({ code = '', text = '' }) => [code, text]),
      );
    },
  ],
  [
    'Markdown',
    (verdict) => {
      const cells = new MarkdownIt({ html: true })
        .parse(toMarkdown(verdict), {})
        .filter(({ type }) => type === 'inline')
        .map(({ children }) =>
          (children ?? []).map(({ type, content }) => (type.startsWith('text') ? content : '')).join(''),
        );
      const at = cells.indexOf('Status');
      const pairs = Array.from({ length: 9 }, (_, index) => [cells[at + 2 * index], cells[at + 2 * index + 1]]);
      return Object.fromEntries(pairs) as Record<string, string>;
    },
  ],
  [
    'JUnit',
    (verdict) => {
      const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => name === 'testsuite' });
      const document = parser.parse(toJUnit(verdict)) as {
        testsuites: { testsuite: { properties: { property: Record<string, string>[] } }[] };
      };
      const properties = document.testsuites.testsuite[0]!.properties.property;
      return Object.fromEntries(properties.map((property) => [property['@_name'] ?? '', property['@_value'] ?? '']));
    },
  ],
  [
    'HTML',
    (verdict) => {
      const [, facts = ''] = /<dl class="card facts">(.*?)<\/dl>/s.exec(toHtml(verdict)) ?? [];
      const text = (html = ''): string => html.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
      return Object.fromEntries(
        [...facts.matchAll(/<dt>(.*?)<\/dt>\s*<dd>(.*?)<\/dd>/gs)].map(([, label, line]) => [text(label), text(line)]),
      );
    },
  ],
  [
    'ASFF',
    (verdict) => {
      const fields = toAsff(verdict, { at: '2026-11-23T12:00:00Z' })[0]!.findings[0]!.ProductFields;
      return Object.fromEntries(
        Object.entries(fields)
          .filter(([name]) => name.startsWith('access-analyzer-kit/verdict/'))
          .map(([name, value]) => [name.slice('access-analyzer-kit/verdict/'.length), value]),
      );
    },
  ],
  [
    'OCSF',
    (verdict) => {
      const { desc } = toOcsf(verdict, { at: '2026-11-23T12:00:00Z' })[0]!.finding_info;
      return Object.fromEntries(
        desc.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
      );
    },
  ],
];

/** What stands as data in the formats for machines. */
const carriers: readonly (readonly [string, (verdict: Verdict) => unknown])[] = [
  ['JSON', (verdict) => (JSON.parse(toJson(verdict)) as { headline: unknown }).headline],
  [
    'SARIF',
    (verdict) =>
      (JSON.parse(toSarif(verdict)) as { runs: { properties: { headline: unknown } }[] }).runs[0]!.properties.headline,
  ],
  ['OCSF', (verdict) => toOcsf(verdict, { at: '2026-11-23T12:00:00Z' })[0]!.unmapped['headline']],
];

describe.each(verdicts)('every format shows the numbers of toSummary: %s', (_, verdict) => {
  test.each(readers)('%s', (__, read) => {
    const { Unread: unread, ...lines } = read(verdict);
    expect(lines).toEqual(summaryLines(verdict));
    const { inScope, unread: regions } = verdict.summary.regions;
    expect(unread).toMatch(new RegExp(`^${regions} of ${inScope} Regions`));
  });

  test.each(carriers)('%s, as data', (__, read) => {
    expect(read(verdict)).toEqual(headline(verdict));
  });

  test('the data are the numbers of the verdict', () => {
    const { status, strictStatus, complete, scope, zoneOfTrust, asOf, summary, reasons } = verdict;
    expect(headline(verdict)).toMatchObject({
      status,
      strictStatus,
      complete,
      scope: scope.text,
      zone: zoneOfTrust.text,
      asOf,
      regions: summary.regions,
      exposed: summary.exposed,
      hidden: summary.hidden,
      errorFindings: summary.errorFindings,
    });
    const unread = Object.values(headline(verdict).unread).reduce((sum, count) => sum + count, 0);
    expect(unread).toBe(reasons.filter(({ effect }) => effect === 'UNKNOWN').length);
  });
});
