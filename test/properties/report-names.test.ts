import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffVerdicts } from '../../src/evaluate/diff-verdicts.ts';
import { toSummary } from '../../src/evaluate/to-summary.ts';
import type { Verdict, VerdictStatus } from '../../src/evaluate/verdict.ts';
import { toAsff, toCsv, toHtml, toJUnit, toMarkdown, toOcsf, toSarif } from '../../src/report/index.ts';
import { hostileVerdict, judge } from '../helpers/report-verdicts.ts';

/** Controls of a terminal, marks that turn the writing round, line separators: everything but the line breaks that a format makes. */
const STEERS = /[^\P{Cc}\n\r\t]|\p{Cf}|[\u2028\u2029]/u;

/** Names that anybody may give, with those that steer more often than chance has it. */
const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom('\u001b[2J', '\u009b31m', '\u202e', '\u2066', '\r', '\n', '\0', '\u200b', 'PASS'),
        fc.string(),
      ),
    )
    .map((parts) => parts.join('')),
);

/** Every text that a reader sees of a format. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...texts(member)]);
}

const clean = judge({ 'us-east-1': 'clean' });
const FORMATS: Readonly<Record<string, (verdict: Verdict) => string[]>> = {
  summary: (verdict) => [toSummary(verdict, { diff: diffVerdicts(clean, verdict) })],
  csv: (verdict) => [toCsv(verdict)],
  markdown: (verdict) => [toMarkdown(verdict, { diff: diffVerdicts(clean, verdict) })],
  html: (verdict) => [toHtml(verdict, { before: clean })],
  junit: (verdict) => [toJUnit(verdict)],
  sarif: (verdict) => texts(JSON.parse(toSarif(verdict))),
  asff: (verdict) => texts(toAsff(verdict)),
  ocsf: (verdict) => texts(toOcsf(verdict)),
};

test.each(Object.entries(FORMATS))('no name steers a terminal or turns the writing round: %s', (_, write) => {
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 3 }), (names) => {
      for (const text of write(hostileVerdict(names))) expect(text).not.toMatch(STEERS);
    }),
    { numRuns: 40 },
  );
});

test('no name makes the summary longer than a page, or say another status at its start', () => {
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 12 }), (names) => {
      const verdict = hostileVerdict(names);
      const lines = toSummary(verdict, { diff: diffVerdicts(clean, verdict) }).split('\n');
      const statuses: readonly VerdictStatus[] = ['PASS', 'FAIL', 'UNKNOWN'];
      expect(lines.length).toBeLessThanOrEqual(30);
      expect(statuses.filter((status) => lines.some((line) => line.startsWith(status)))).toEqual([verdict.status]);
    }),
    { numRuns: 40 },
  );
});
