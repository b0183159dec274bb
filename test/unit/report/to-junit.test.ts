import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import type { Verdict } from '../../../src/evaluate/verdict.ts';
import { toJUnit } from '../../../src/report/index.ts';
import { buildEvidence, type FindingDraft, type RegionDraft } from '../../helpers/build-evidence.ts';
import { HOSTILE_CASES } from '../../helpers/hostile-strings.ts';
import { hostileVerdict, judge, richVerdict, seen } from '../../helpers/report-verdicts.ts';

type Element = Readonly<Record<string, unknown>>;

interface Case {
  readonly name: string;
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  readonly text: string;
}

interface Suite {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly cases: readonly Case[];
}

const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => name === 'testsuite' || name === 'testcase',
});

function read(xml: string): Suite[] {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is another package; this one checks as well
  expect(XMLValidator.validate(xml)).toBe(true);
  const { testsuites } = parser.parse(xml) as { testsuites: { testsuite: Element[] } };
  return testsuites.testsuite.map((suite) => ({
    name: suite['@_name'] as string,
    attributes: suite as Record<string, string>,
    cases: ((suite['testcase'] ?? []) as Element[]).map((one) => {
      const outcome = (['failure', 'error', 'skipped'] as const).find((name) => name in one) ?? 'passed';
      const body = one[outcome === 'passed' ? 'system-out' : outcome];
      return {
        name: one['@_name'] as string,
        outcome,
        text: typeof body === 'string' ? body : String((body as Element | undefined)?.['#text']),
      };
    }),
  }));
}

const suites = (verdict: Verdict): Suite[] => read(toJUnit(verdict));
const outcomes = (verdict: Verdict): string[] =>
  suites(verdict).flatMap(({ name, cases }) =>
    cases.map((one) => `${name}: ${one.outcome} ${one.name.replace(/ \[.*/, '')}`),
  );

describe('toJUnit', () => {
  test('one suite for each Region, one case for each access there; UNKNOWN is an error', () => {
    const region = 'Region * of account 111122223333 is read and covered';
    expect(
      outcomes(richVerdict())
        .map((line) =>
          line.replace(/Region \S+/, 'Region *').replace(/(?:AWS account|all principals|unknown principal).* → /, ''),
        )
        .sort(),
    ).toEqual([
      `111122223333 eu-west-1: error ${region}`,
      `111122223333 eu-west-2: error ${region}`,
      '111122223333 us-east-1: error AWS::S3::Bucket arn:aws:s3:::snoozed',
      `111122223333 us-east-1: error ${region}`,
      '111122223333 us-east-1: failure AWS::IAM::Role arn:aws:iam::111122223333:role/shared',
      '111122223333 us-east-1: failure AWS::S3::Bucket arn:aws:s3:::website',
      '111122223333 us-east-1: failure AWS::S3::Bucket of unknown name',
      '111122223333 us-east-1: passed AWS::S3::Bucket arn:aws:s3:::archived',
      '111122223333 us-east-1: passed AWS::S3::Bucket arn:aws:s3:::partner',
      '111122223333 us-east-1: passed AWS::S3::Bucket arn:aws:s3:::resolved',
      '111122223333 us-west-2: failure AWS::IAM::Role arn:aws:iam::111122223333:role/shared',
      `111122223333 us-west-2: passed ${region}`,
      'AccessAnalyzer-001: failure verdict',
    ]);
  });

  test('a Region that was not read has no case that passes, where its whole account says why', () => {
    const unread = { problem: 'credentials' } as const;
    const regionCases = (regions: Readonly<Record<string, RegionDraft>>, unreadable: 'FAIL' | 'UNKNOWN'): unknown[] =>
      suites(evaluate(buildEvidence({ regions }), { unreadable })).flatMap(({ cases }) =>
        cases
          .filter(({ name }) => name.endsWith('is read and covered'))
          .map(({ outcome, text }) => [outcome, text.includes('credentials')]),
      );
    const both = { 'eu-west-1': unread, 'us-east-1': unread };
    expect(regionCases(both, 'FAIL')).toEqual([
      ['failure', true],
      ['failure', true],
    ]);
    expect(regionCases(both, 'UNKNOWN')).toEqual([
      ['error', true],
      ['error', true],
    ]);
    // What was seen before the credentials ended fails, and the rest is unread all the same.
    const half = {
      analyzers: [{ findings: [{}], state: 'partial', problem: 'credentials' }],
    } as const;
    expect(regionCases({ 'eu-west-1': unread, 'us-east-1': half }, 'UNKNOWN')).toEqual([
      ['error', true],
      ['error', true],
    ]);
  });

  test('a case says why, what, under which condition, how long', () => {
    const [, , , east] = suites(richVerdict());
    const website = east!.cases.find(({ name }) => name.includes('website'));
    for (const part of [
      'AWS says that the access is public.',
      'Actions: s3:FutureAction, s3:GetObject, s3:PutObject',
      'Conditions: aws:SourceIp = 203.0.113.0/24',
      'First seen: 2026-11-01T00:00:00.000Z',
      '22 days',
      'Finding: public of arn:aws:access-analyzer:',
    ]) {
      expect(website?.text).toContain(part);
    }
    expect(east!.cases.find(({ name }) => name.includes('partner'))?.text).toContain(
      'excused by team =1+1 until 2027-06-01: a partner, in writing',
    );
  });

  test.each([
    ['a clean account', judge({ 'us-east-1': 'clean' }), 'PASS', 0, 0],
    ['nothing read', judge({ 'us-east-1': 'lost' }), 'UNKNOWN', 0, 2],
    ['no Regions at all', judge({}), 'UNKNOWN', 0, 2],
    ['a disabled Region', judge({ 'us-east-1': 'clean', 'us-west-2': 'disabled' }), 'PASS', 0, 0],
    [
      'a static list',
      evaluate(buildEvidence({ source: 'static', regions: { 'us-east-1': 'clean' } })),
      'UNKNOWN',
      0,
      2,
    ],
    [
      'only counts',
      judge({ 'us-east-1': { analyzers: [{ detail: 'counts', kept: 0, findings: [{}] }] } }),
      'FAIL',
      2,
      0,
    ],
  ] as const)('%s: only a PASS has neither failures nor errors', (_, verdict, status, failures, errors) => {
    expect(verdict.status).toBe(status);
    const all = suites(verdict).flatMap(({ cases }) => cases);
    expect(all.filter(({ outcome }) => outcome === 'failure')).toHaveLength(failures);
    expect(all.filter(({ outcome }) => outcome === 'error')).toHaveLength(errors);
    expect(all.filter(({ outcome }) => outcome === 'skipped')).toEqual([]);
  });

  test('the counts of a suite are those of its cases', () => {
    for (const { attributes, cases } of [...suites(richVerdict()), ...suites(hostileVerdict())]) {
      expect(
        [attributes['@_tests'], attributes['@_failures'], attributes['@_errors'], attributes['@_skipped']].map(Number),
      ).toEqual([
        cases.length,
        cases.filter(({ outcome }) => outcome === 'failure').length,
        cases.filter(({ outcome }) => outcome === 'error').length,
        0,
      ]);
    }
  });

  test('access below the minimum severity passes and says so', () => {
    const verdict = evaluate(buildEvidence({ regions: { 'us-east-1': seen({}) } }), { minimumSeverity: 'high' });
    const access = suites(verdict).at(-1)!.cases.at(-1)!;
    expect(access.outcome).toBe('passed');
    expect(access.text).toContain('Status: ACTIVE, below the minimum severity');
  });

  test('a Region with many accesses has several suites of its name, and none is lost', () => {
    const findings = Array.from({ length: 1200 }, (_, index): FindingDraft => ({
      id: `f-${index}`,
      resource: `arn:aws:s3:::b-${index}`,
    }));
    const parts = suites(judge({ 'us-east-1': seen(...findings), 'us-west-2': 'clean' })).filter(({ name }) =>
      name.endsWith('us-east-1'),
    );
    expect(parts.map(({ cases }) => cases.length)).toEqual([500, 500, 201]);
    expect(new Set(parts.flatMap(({ cases }) => cases.map(({ name }) => name))).size).toBe(1201);
  });

  test.each(HOSTILE_CASES)('is well-formed whatever the names, and shows them: %s', (_, name) => {
    const xml = toJUnit(
      judge({
        'us-east-1': seen({
          id: `id ${name}`,
          resource: `r ${name}`,
          principal: { AWS: name },
          condition: { [`k${name}`]: name },
        }),
      }),
    );
    // eslint-disable-next-line no-control-regex -- what XML 1.0 cannot hold
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/);
    expect(xml).not.toMatch(/\p{Cs}/u);
    const access = read(xml).at(-1)!.cases.at(-1)!;
    const shown = name
      .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`)
      .replace(/[\uFFFE\uFFFF]/g, '\uFFFD');
    expect(access.text).toContain(`Finding: id ${shown} of `);
    expect(access.name).toContain(`r ${shown} [`);
  });
});
