import { XMLParser } from 'fast-xml-parser';
import MarkdownIt from 'markdown-it';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../src/evaluate/verdict.ts';
import { toAsff, toCsv, toHtml, toJson, toJUnit, toMarkdown, toOcsf, toSarif } from '../../../src/report/index.ts';
import { judge, seen } from '../../helpers/report-verdicts.ts';

const role = {
  resource: 'arn:aws:iam::111122223333:role/shared',
  resourceType: 'AWS::IAM::Role',
  principal: { AWS: 'arn:aws:iam::444455556666:role/partner' },
  action: ['sts:AssumeRole', 'sts:TagSession'],
  condition: { 'sts:ExternalId': 'partner-7' },
  createdAt: '2026-10-04T05:06:07.000Z',
  updatedAt: '2026-11-05T06:07:08.000Z',
};
/** One access that two Regions show, and another. */
const verdict = judge({
  'eu-west-1': seen({ ...role, id: 'role-eu' }),
  'us-east-1': seen({ ...role, id: 'role-us' }, { id: 'bucket', resource: 'arn:aws:s3:::other' }),
});
const access = verdict.accesses.find(({ resource }) => resource === role.resource)!;

/** The items of a format that are accesses, each as its text. */
const formats: readonly (readonly [name: string, items: (verdict: Verdict) => string[]])[] = [
  [
    'JSON',
    (given) => (JSON.parse(toJson(given)) as { verdict: Verdict }).verdict.accesses.map((one) => JSON.stringify(one)),
  ],
  [
    'CSV',
    (given) =>
      parse<Record<string, string>>(toCsv(given), { columns: true })
        .filter(({ record }) => record === 'access')
        .map((row) => Object.values(row).join('\n')),
  ],
  [
    'Markdown',
    (given) =>
      new MarkdownIt()
        .render(toMarkdown(given))
        .split('</tr>')
        .map((row) => row.replace(/<[^>]+>/g, '')),
  ],
  [
    'SARIF',
    (given) =>
      (JSON.parse(toSarif(given)) as { runs: { results: unknown[] }[] }).runs[0]!.results.map((one) =>
        JSON.stringify(one),
      ),
  ],
  [
    'JUnit, in each Region where it is seen',
    (given) => {
      const parser = new XMLParser({
        ignoreAttributes: false,
        isArray: (name) => name === 'testcase' || name === 'testsuite',
      });
      const document = parser.parse(toJUnit(given)) as {
        testsuites: { testsuite: { testcase?: { failure?: unknown }[] }[] };
      };
      return document.testsuites.testsuite
        .flatMap(({ testcase }) => testcase ?? [])
        .filter(({ failure }) => failure !== undefined)
        .map((one) => JSON.stringify(one));
    },
  ],
  [
    'ASFF, in each Region where it is seen',
    (given) =>
      toAsff(given)
        .flatMap(({ findings }) => findings)
        .filter(({ ProductFields }) => 'access-analyzer-kit/accessId' in ProductFields)
        .map((one) => JSON.stringify(one)),
  ],
  [
    'OCSF',
    (given) =>
      toOcsf(given)
        .filter(({ class_uid: uid }) => uid === 2008)
        .map((one) => JSON.stringify(one)),
  ],
  [
    'HTML, with what a row shows when it is opened',
    (given) =>
      [...toHtml(given).matchAll(/class="rows">(.*?)<\/script>/gs)].flatMap(([, text]) => {
        const { strings, values } = JSON.parse(text ?? '') as { strings: string[]; values: unknown[] };
        const told = (value: unknown): unknown =>
          typeof value === 'number'
            ? strings[value]
            : !Array.isArray(value)
              ? value
              : value[0] === -2
                ? value[1]
                : (value.slice(1) as unknown[]).map(told);
        return values.map((value) => JSON.stringify(told(value)));
      }),
  ],
];

describe.each(formats)('%s', (name, items) => {
  const mine = items(verdict).filter((item) => item.includes(role.resource));

  test('has one item for the access, however many findings show it', () => {
    expect(mine).toHaveLength(name.includes('in each Region') ? 2 : 1);
  });

  test.each([
    ['the principal', ['444455556666', 'partner']],
    ['the actions', role.action],
    ['the levels', access.levels],
    ['the condition', ['sts:ExternalId', 'partner-7']],
    ['the severity', [access.risk.severity]],
    ['why it is so bad', access.risk.reasons],
    ['the Regions where it is seen', ['eu-west-1', 'us-east-1']],
    ['its age', [String(access.ageDays)]],
  ])('carries %s', (_, wanted) => {
    for (const item of mine) {
      for (const text of wanted) expect(item.toLowerCase()).toContain(text.toLowerCase());
    }
  });

  test('carries when it was first seen and updated', () => {
    const times = [access.firstSeen, access.updatedAt].map((time) => String(time));
    for (const item of mine) {
      // OCSF writes milliseconds, Markdown days.
      for (const time of times) {
        const forms = [time, time.slice(0, 10), String(Date.parse(time))];
        expect(forms.some((form) => item.includes(form))).toBe(true);
      }
    }
  });
});
