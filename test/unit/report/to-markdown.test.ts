import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { InvalidInputError } from '../../../src/errors/index.ts';
import { diffVerdicts } from '../../../src/evaluate/diff-verdicts.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import type { Verdict } from '../../../src/evaluate/verdict.ts';
import { headlineText } from '../../../src/report/headline.ts';
import { toMarkdown } from '../../../src/report/index.ts';
import { ACCOUNT, buildEvidence, type FindingDraft, type RegionDraft } from '../../helpers/build-evidence.ts';
import { HOSTILE_CASES } from '../../helpers/hostile-strings.ts';
import { hostileVerdict, judge, richDiff, richVerdict, seen } from '../../helpers/report-verdicts.ts';

/** As GitHub does it: raw HTML passes through to a sanitizer, and what looks like an address becomes a link. */
const renderer = new MarkdownIt({ html: true, linkify: true });

const TAGS = ['br', 'code', 'h2', 'h3', 'li', 'p', 'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul'];

/** The elements of some HTML, and the text outside `code`. */
function look(html: string): { readonly tags: string[]; readonly attributes: string[]; readonly outsideCode: string } {
  const elements = [...html.matchAll(/<\/?([a-z0-9]+)([^>]*)>/gi)];
  return {
    tags: [...new Set(elements.map(([, name]) => name ?? ''))].sort(),
    attributes: elements.map(([, , rest]) => rest ?? '').filter((rest) => !['', ' /'].includes(rest.trimEnd())),
    outsideCode: html.replace(/<code>[^<]*<\/code>/g, ' '),
  };
}

describe('toMarkdown', () => {
  test('starts with the status', () => {
    expect(toMarkdown(judge({ 'us-east-1': 'clean' }))).toMatch(/^## ✅ PASS AccessAnalyzer-001/);
    expect(toMarkdown(judge({ 'us-east-1': 'lost' }))).toMatch(/^## ❔ UNKNOWN/);
    expect(toMarkdown(richVerdict())).toMatch(/^## ❌ FAIL/);
  });

  test('a row has who, what, level, conditions, severity and why, Regions, times and age', () => {
    const html = renderer.render(toMarkdown(richVerdict()));
    const row = /<tr>(?:(?!<\/tr>).)*role\/shared.*?<\/tr>/s.exec(html)?.[0].replace(/\n/g, '') ?? '';
    for (const part of [
      '<strong>high</strong>',
      'A principal of another account has access.',
      '<code>AWS account 444455556666</code>',
      '<code>arn:aws:iam::111122223333:role/shared</code>',
      'AWS::IAM::Role',
      '<code>sts:AssumeRole</code>',
      '<td>none</td>',
      '<code>us-east-1</code><br><code>us-west-2</code>',
      '2026-10-01T00:00:00.000Z',
      '53 days',
    ]) {
      expect(row).toContain(part);
    }
  });

  test('excused and archived access is no open access', () => {
    const html = renderer.render(toMarkdown(richVerdict()));
    expect(html).not.toContain('arn:aws:s3:::partner');
    expect(html).not.toContain('arn:aws:s3:::archived');
  });

  test('tells what could not be read, what is hidden and what changed', () => {
    const html = renderer.render(toMarkdown(richVerdict()));
    expect(html).toContain('<code>access-denied</code> 111122223333 eu-west-1');
    expect(html).toContain('Hidden public access');
    expect(html).toContain('arn:aws:s3:::hidden');
    const { after, diff } = richDiff();
    const changed = renderer.render(toMarkdown(after, { diff }));
    for (const [what, name] of [
      ['new', 'new'],
      ['changed', 'bucket'],
      // What is hidden was not read: it may be there.
      ['gone \\(or archived: not all that is hidden is named\\)', 'gone'],
      ['not seen and not proven gone', 'unseen'],
    ]) {
      expect(changed).toMatch(new RegExp(`<li>${what}: <strong>[a-z]+</strong> .*arn:aws:s3:::${name}</li>`));
    }
    expect(changed).toContain('eu-west-1: became-unreadable');
  });

  test('fails that are no listed access are told', () => {
    const verdict = evaluate(buildEvidence({ regions: { 'us-east-1': 'none' } }), { missingAnalyzer: 'FAIL' });
    expect(toMarkdown(verdict)).toContain('### What else fails');
    expect(renderer.render(toMarkdown(verdict))).toContain('<code>no-analyzer</code>');
  });

  test('hostile names render as text: no element, no attribute, no link, nobody called', () => {
    const { diff } = richDiff();
    const { tags, attributes, outsideCode } = look(
      renderer.render(toMarkdown(hostileVerdict(), { maxBytes: 4_000_000, diff })),
    );
    expect(TAGS).toEqual(expect.arrayContaining(tags));
    expect(attributes).toEqual([]);
    expect(outsideCode).not.toMatch(/[@#]/);
    // eslint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(outsideCode).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b]/);
  });

  test.each(HOSTILE_CASES.filter(([, name]) => name.length < 200 && name !== ''))(
    'the name can be read: %s',
    (_, name) => {
      const html = renderer.render(toMarkdown(judge({ 'us-east-1': seen({ resource: name }) })));
      const shown = name
        .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`)
        // No character reference can name those.
        .replace(/[\uFFFE\uFFFF]/g, '\uFFFD')
        .replace(/&/g, '&amp;')
        .replace(/</g, '&lt;')
        .replace(/>/g, '&gt;')
        .replace(/"/g, '&quot;');
      expect(html).toContain(`<code>${shown}</code>`);
    },
  );

  const many = judge({
    'us-east-1': seen(
      ...Array.from({ length: 2000 }, (_, index): FindingDraft => ({
        id: `f-${index}`,
        resource: `arn:aws:s3:::bucket-${index}`,
        isPublic: index === 1999,
      })),
    ),
  });

  test.each([undefined, 16_384, 65_536, 1_048_576])(
    'stays below %s bytes and counts what it leaves out',
    (maxBytes) => {
      const text = toMarkdown(many, maxBytes === undefined ? {} : { maxBytes });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes ?? 65_536);
      // A comment is counted in UTF-16 units.
      expect(text.length).toBeLessThanOrEqual(maxBytes ?? 65_536);
      const rows = [...text.matchAll(/^\| \*\*(high|medium)\*\*/gm)].length;
      expect(rows).toBeGreaterThan(5);
      expect(text).toContain('bucket-1999');
      expect(text).toContain(rows === 2000 ? 'age' : `\n${2000 - rows} of 2000 open accesses are left out`);
    },
  );

  test.each(HOSTILE_CASES)('stays below the least however long the names: %s', (_, name) => {
    const long = name.repeat(Math.ceil(3000 / (name.length || 1)));
    const text = toMarkdown(hostileVerdict([long, long + 'a', long + 'b', long + 'c']), { maxBytes: 16_384 });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(16_384);
    expect(text).toContain('| **Unread** |');
  });

  test('the lines at the head keep their numbers, however long the names', () => {
    const secrets = ['a', 'b', 'c'].map((name) => ({
      id: name,
      status: 'ARCHIVED',
      isPublic: true,
      resource: `arn:aws:secretsmanager:us-east-1:111122223333:secret:production/payments/${name.repeat(60)}-AbCdEf`,
    }));
    const hides = (names: readonly FindingDraft[]): Verdict =>
      judge({
        'us-east-1': { analyzers: [{}], suppressed: [{ state: 'partial', problem: 'throttled', findings: names }] },
      });
    const line = (verdict: Verdict): string =>
      /<strong>Hidden<\/strong><\/td>\s*<td>(.*?)<\/td>/.exec(renderer.render(toMarkdown(verdict)))?.[1] ?? '';
    const { text = '' } = headlineText(hides(secrets)).find(({ label }) => label === 'Hidden') ?? {};
    expect(text.length).toBeGreaterThan(300);
    expect(line(hides(secrets))).toBe(text);
    const long = line(hides(secrets.map((finding) => ({ ...finding, resource: '𐀀@'.repeat(2000) + finding.id }))));
    expect(long).toMatch(/^3 archived: 3 public \(.*…/u);
    expect(long).toContain('), 0 beyond Read, 0 errors; 0 archive rules; not all of it was read');
    expect(long).not.toMatch(/\p{Cs}|\uFFFD/u);
  });

  test.each([16_384, 65_536])('in %d bytes no section is left out: what does not fit is counted', (maxBytes) => {
    const bucket = (name: string, index: number): FindingDraft => ({
      id: `${name}-${index}`,
      resource: `arn:aws:s3:::${name}-bucket-${index}`,
    });
    const draw = (name: string, more: FindingDraft = {}): FindingDraft[] =>
      Array.from({ length: 300 }, (_, index) => ({ ...bucket(name, index), ...more }));
    const empty = Object.fromEntries(
      Array.from({ length: 300 }, (_, index): [string, RegionDraft][] => [
        [`xx-none-${index}`, 'none'],
        [`xx-lost-${index}`, 'lost'],
        [`xx-gap-${index}`, 'lost'],
      ]).flat(),
    );
    const before = judge({ 'us-east-1': seen(...draw('old')) }, '2026-11-22T12:00:00.000Z');
    const after = evaluate(
      buildEvidence({
        regions: {
          ...empty,
          'us-east-1': {
            analyzers: [{ findings: draw('new') }],
            suppressed: [{ findings: draw('hidden', { status: 'ARCHIVED', isPublic: true }) }],
          },
        },
      }),
      {
        missingAnalyzer: 'FAIL',
        acceptedGaps: Array.from({ length: 300 }, (_, index) => ({
          account: ACCOUNT,
          region: `xx-gap-${index}`,
          code: 'not-collected',
          owner: 'me',
          reason: 'known',
          expires: '2027-01-01',
        })),
      },
    );
    const diff = diffVerdicts(before, after);
    const text = toMarkdown(after, { maxBytes, diff });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
    const [head = '', ...sections] = text.split(/^### /m);
    expect(head).toContain('**Unread**');
    const changes = diff.new.length + diff.notSeen.length + diff.gone.length + diff.regions.length;
    const told = sections.map((section) => {
      const [title = '', ...lines] = section.split('\n');
      const shown = lines.filter((line) => /^(- (?!and \d+ more$)|\| \*\*)/.test(line)).length;
      const [, rest = '0'] = /^(?:- and )?(\d+) (?:more$|of 300 open accesses are left out)/m.exec(section) ?? [];
      expect(shown).toBeGreaterThan(0);
      return [title, shown + Number(rest)];
    });
    expect(told).toEqual([
      ['What changed', changes],
      ['What else fails', 300],
      ['What could not be read or judged', 300],
      ['Accepted, not read', 300],
      ['Hidden public access', 300],
      ['Open accesses', 300],
    ]);
  });

  test('one name that takes much room leaves room for the others', () => {
    const actions = Array.from({ length: 500 }, (_, index) => `s3:Action${index}`);
    const verdict = judge({
      'us-east-1': seen(
        { id: 'long', resource: 'arn:aws:s3:::long', action: actions, isPublic: true },
        { id: 'short', resource: 'arn:aws:s3:::short' },
      ),
    });
    const text = toMarkdown(verdict, { maxBytes: 16_384 });
    expect(text).toContain('short');
    expect(text).toMatch(/and 4\d\d more/);
  });

  test.each([0, 16_383, 1.5, Number.NaN, '65536'])('refuses %s bytes', (maxBytes) => {
    expect(() => toMarkdown(richVerdict(), { maxBytes: maxBytes as number })).toThrow(InvalidInputError);
  });
});
