import { createHash } from 'node:crypto';
import { Script, runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidInputError } from '../../../src/errors/index.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import type { Access, Verdict } from '../../../src/evaluate/verdict.ts';
import { createCharts } from '../../../src/report/html/charts.ts';
import { packData, UNPACK_SCRIPT, type PackedData, type PageData } from '../../../src/report/html/pack-data.ts';
import type { PageDetails, PageRow } from '../../../src/report/html/page-row.ts';
import { PAGE_SCRIPT } from '../../../src/report/html/page-script.ts';
import { streamHtml, toHtml } from '../../../src/report/index.ts';
import { buildEvidence, deepFreeze, type RegionDraft } from '../../helpers/build-evidence.ts';
import { hostileVerdict, judge, richDiff, richVerdict, seen } from '../../helpers/report-verdicts.ts';

const unpack = runInNewContext(`(() => {${UNPACK_SCRIPT}; return unpack; })()`) as (
  shared: Pick<PackedData, 'strings' | 'shapes'>,
) => (value: unknown) => unknown;

/** What another realm made, as this one's. */
const own = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** The accesses that a page holds, as its script reads them. */
function rowsOf(page: string): (readonly [PageRow, PageDetails])[] {
  return [...page.matchAll(/<script type="application\/json" class="rows">(.*?)<\/script>/gs)].flatMap(([, text]) => {
    const data = JSON.parse(text ?? '') as PackedData;
    return data.values.map((value) => own(unpack(data)(value)) as [PageRow, PageDetails]);
  });
}

const contentsOf = (page: string, name: 'script' | 'style'): string[] =>
  [...page.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map(([, content]) => content ?? '');

describe('toHtml', () => {
  test('is pure: the same verdict gives the same bytes, and the verdict stays as it was', () => {
    const verdict = deepFreeze(richVerdict());
    expect(toHtml(verdict)).toBe(toHtml(verdict));
  });

  test('its policy names the hash of its one script and its one style, and lets nothing else in', () => {
    const page = toHtml(hostileVerdict());
    const [script, ...scripts] = contentsOf(page, 'script');
    const [style, ...styles] = contentsOf(page, 'style');
    const hash = (text = ''): string => createHash('sha256').update(text).digest('base64');
    expect([...scripts, ...styles]).toEqual([]);
    expect(
      page
        .replaceAll('&#39;', "'")
        .includes(
          `content="default-src 'none'; style-src 'sha256-${hash(style)}'; script-src 'sha256-${hash(script)}'; base-uri 'none'; form-action 'none'"`,
        ),
    ).toBe(true);
    // Of a page whose names hold no markup: elsewhere they stand as text.
    expect(toHtml(richVerdict())).not.toMatch(/\b(src|srcset|action|formaction|style|on\w+)=/);
  });

  test('its script is a script', () => {
    expect(() => new Script(PAGE_SCRIPT)).not.toThrow();
  });

  test('names from AWS cannot end an element: markup stands in the page as text only', () => {
    const page = toHtml(hostileVerdict(), { before: judge({ 'us-east-1': 'clean' }) });
    const plain = toHtml(judge({ 'us-east-1': 'clean' }));
    const names = (html: string): Set<string> => new Set([...html.matchAll(/<(\w+)/g)].map(([, name = '']) => name));
    const known = new Set([...names(plain), ...names(toHtml(richVerdict())), 'details', 'summary', 'noscript']);
    expect([...names(page.replace(PAGE_SCRIPT, ''))].filter((name) => !known.has(name))).toEqual([]);
    expect(page).not.toMatch(/[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}\u2028\u2029]/u);
  });

  test('holds every access with all that is said of it, in the verdict’s order', () => {
    const verdict = richVerdict();
    const rows = rowsOf(toHtml(verdict));
    expect(rows.map(([{ id }]) => id)).toEqual(verdict.accesses.map(({ accessId }) => accessId));
    for (const [index, access] of verdict.accesses.entries()) {
      const [row, details] = rows[index]!;
      expect(row).toMatchObject({
        severity: access.risk.severity,
        status: access.status,
        type: access.resourceType,
        principal: access.principal.text,
        actions: access.actions,
        conditions: access.conditions.map(({ key, value }) => `${key} = ${value}`),
      });
      expect(row.age).toBe(access.ageDays);
      expect(details.why).toEqual(access.risk.reasons);
      expect(details.firstSeen).toBe(access.firstSeen);
      expect(details.sightings).toHaveLength(access.sightings.length);
    }
  });

  test('says of an excused access who excused it, until when and why', () => {
    const [, details] = rowsOf(toHtml(richVerdict())).find(([{ status }]) => status === 'EXCUSED')!;
    expect(details.sightings.join()).toContain('excused by team =1+1 until 2027-06-01: a partner, in writing');
  });

  test('the worst accesses carry their plan and archive rule, as many as asked for', () => {
    const verdict = judge({
      'us-east-1': seen(
        ...Array.from({ length: 5 }, (_, index) => ({ id: `f-${index}`, resource: `arn:aws:s3:::b-${index}` })),
      ),
    });
    const plans = (count?: number): number =>
      rowsOf(toHtml(verdict, { plans: count })).filter(([, { plan }]) => plan !== undefined).length;
    expect([plans(), plans(0), plans(2), plans(100)]).toEqual([5, 0, 2, 5]);
    const [, { plan }] = rowsOf(toHtml(verdict))[0]!;
    expect(plan?.steps.some(({ line }) => line?.startsWith('aws s3api '))).toBe(true);
    expect(plan?.accept.steps[0]?.line).toContain('aws accessanalyzer create-archive-rule');
    expect(JSON.parse(plan?.accept.rule ?? '')).toMatchObject({
      filter: { 'principal.AWS': { eq: ['444455556666'] } },
    });
  });

  test.each([-1, 1.5, Number.NaN, '10'])('refuses plans: %s', (plans) => {
    expect(() => toHtml(richVerdict(), { plans: plans as number })).toThrow(/plans/);
    expect(() => streamHtml(richVerdict(), { plans: plans as number })).toThrow(InvalidInputError);
  });

  test('refuses what is no verdict, and an earlier one that is none', () => {
    expect(() => toHtml({} as Verdict)).toThrow(InvalidInputError);
    expect(() => toHtml(richVerdict(), { before: {} as Verdict })).toThrow(/before/);
  });

  test('a stream refuses an earlier verdict: what is not in memory cannot be compared', () => {
    const options = { before: richDiff().before };
    expect(() => streamHtml(richVerdict(), options as object)).toThrow(/diffVerdicts/);
  });

  test.each([null, [], 'before'])('refuses options that are none: %j', (options) => {
    expect(() => toHtml(richVerdict(), options as object)).toThrow(InvalidInputError);
  });

  test('never calls a place clean that was not looked at', () => {
    const clean =
      /No access from outside is open|no access is open|Nothing public is archived|Everything in scope was read/g;
    const hiddenRead = { analyzers: [{}], suppressed: [{}] };
    expect(toHtml(judge({ 'us-east-1': hiddenRead })).match(clean)?.length).toBeGreaterThan(3);
    for (const unread of [
      judge({ 'us-east-1': hiddenRead, 'us-west-2': { problem: 'access-denied' } }),
      judge({ 'us-east-1': 'none' }),
      judge({ 'us-east-1': 'lost' }),
      judge({}),
    ]) {
      expect(toHtml(unread).match(clean)).toBeNull();
    }
    const partly = { analyzers: [{}], suppressed: [{ state: 'partial' as const, problem: 'throttled' as const }] };
    expect(toHtml(judge({ 'us-east-1': partly }))).not.toContain('Nothing public is archived');
  });

  test('a PASS says what is archived', () => {
    const verdict = judge({
      'us-east-1': { analyzers: [{}], suppressed: [{ findings: [{ status: 'ARCHIVED' }, { status: 'ARCHIVED' }] }] },
    });
    expect(verdict.status).toBe('PASS');
    expect(toHtml(verdict)).toContain('No access from outside is open but what is archived: 2 findings.');
  });

  test('an excused access is open: no sentence says that none is', () => {
    const lead = (regions: Readonly<Record<string, RegionDraft>>): string => {
      const exception = { owner: 'me', reason: 'a partner', expires: '2027-06-01', maxLevel: 'Read' } as const;
      const filter = { resource: { eq: ['arn:aws:s3:::bucket'] } };
      const page = toHtml(evaluate(buildEvidence({ regions }), { exceptions: [{ ...exception, filter }] }));
      return /<p class="lead">(.*?)<\/p>/s.exec(page)?.[1] ?? '';
    };
    expect(lead({ 'us-east-1': seen({}) })).toBe('No access from outside is open but what is excused: 1 access.');
    const archived = { id: 'b', status: 'ARCHIVED', resource: 'arn:aws:s3:::other' };
    expect(lead({ 'us-east-1': seen({}, archived) })).toBe(
      'No access from outside is open but what is excused: 1 access, and what is archived: 1 finding.',
    );
    expect(lead({ 'us-east-1': seen({}), 'eu-west-1': 'lost' })).toBe(
      'No open access was seen beside 1 excused, but not everything could be looked at: that proves nothing.',
    );
  });

  test('a difference that was made is shown like one that the page makes', () => {
    const { after, before, diff } = richDiff();
    expect(toHtml(after, { diff })).toBe(toHtml(after, { before }));
    expect(toHtml(after, { diff })).not.toBe(toHtml(after));
  });
});

describe('packed data', () => {
  const { values } = fc.letrec<{ value: PageData; values: readonly PageData[] }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
      fc.boolean(),
      tie('values'),
      fc.dictionary(fc.string(), tie('value')),
    ),
    values: fc.array(tie('value')),
  }));

  test('unpacking gives what was packed', () => {
    fc.assert(
      fc.property(values, (list) => {
        const packed = own(packData(list)) as PackedData;
        expect(packed.values.map((value) => own(unpack(packed)(value)))).toEqual(own(list));
      }),
    );
  });

  test('what is shared is written once', () => {
    const text = 'a principal with a long name';
    const one = JSON.stringify(packData([{ principal: text }])).length;
    const many = JSON.stringify(packData(Array.from({ length: 1000 }, () => ({ principal: text })))).length;
    expect(many).toBeLessThan(one + 1000 * 10);
  });
});

describe('charts', () => {
  const chartsOf = (accesses: Iterable<Access>): ReadonlyMap<string, string> => {
    const charts = createCharts();
    for (const access of accesses) charts.add(access);
    const labels = charts.finish().html.matchAll(/aria-label="([^".]+)\. ([^"]*)"/g);
    return new Map([...labels].map(([, name = '', text = '']) => [name, text]));
  };
  const [access] = judge({ 'us-east-1': seen({}) }).accesses as [Access];
  const of = (draft: Partial<Access>): Access => ({ ...access, ...draft });
  const principal = (text: string): Partial<Access> => ({ principal: { ...access.principal, text } });

  test('count what is open, by severity, age, type and principal, in words as well', () => {
    const open = [
      of({ ageDays: 7 }),
      of({ ageDays: 8 }),
      of({ ageDays: 366, risk: { severity: 'critical', reasons: [] } }),
      of({ resourceType: 'AWS::KMS::Key', ageDays: 0, ...principal('AWS account 1') }),
      of({ status: 'ARCHIVED' }),
      of({ status: 'EXCUSED' }),
    ];
    const { ageDays: _, ...unknown } = access;
    expect(Object.fromEntries(chartsOf([...open, unknown]))).toEqual({
      Severity: `critical: 1, high: 0, medium: ${access.risk.severity === 'medium' ? 4 : 0}, low: ${access.risk.severity === 'low' ? 4 : 0}, info: 0`,
      Age: 'up to 7 days: 2, up to 30 days: 1, up to 90 days: 0, up to a year: 0, more than a year: 1, age unknown: 1',
      'Resource types': 'AWS::S3::Bucket: 4, AWS::KMS::Key: 1',
      'Who can reach the most': 'AWS account 444455556666: 4, AWS account 1: 1',
    });
  });

  test.each([
    [9, 'p8: 1'],
    [10, '2 others: 2'],
    [12_000, 'more than 9992 others: 11992'],
  ])('%d principals are eight bars and the others, none left out', (count, last) => {
    function* accesses(): Generator<Access> {
      for (let index = 0; index < count; index += 1) yield of(principal(`p${index}`));
    }
    const bars = (chartsOf(accesses()).get('Who can reach the most') ?? '').split(', ');
    expect(bars.at(-1)).toBe(last);
    expect(bars.reduce((sum, bar) => sum + Number(bar.split(': ')[1]), 0)).toBe(count);
  });

  test('of nothing say that there is nothing to draw', () => {
    expect(createCharts().finish().html).toContain('No open access is listed');
  });
});
