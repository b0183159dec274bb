import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { diffVerdicts } from '../../src/evaluate/diff-verdicts.ts';
import type { Verdict } from '../../src/evaluate/verdict.ts';
import { mergeEvidence } from '../../src/model/merge-evidence.ts';
import { toHtml, type ToHtmlOptions } from '../../src/report/html/to-html.ts';
import { headlineText } from '../../src/report/headline.ts';
import { buildEvidence } from '../helpers/build-evidence.ts';
import { findBrowser } from '../helpers/find-browser.ts';
import { HOSTILE_STRINGS } from '../helpers/hostile-strings.ts';
import { hostileVerdict, judge, richDiff, richVerdict, seen } from '../helpers/report-verdicts.ts';

const executablePath = findBrowser();
const title = executablePath === undefined ? 'toHtml in Chromium (skipped: no chromium here)' : 'toHtml in Chromium';
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Two Regions with findings, one that was denied; every name as a resource and as a condition. */
function verdictWith(names: readonly string[]): Verdict {
  return evaluate(
    buildEvidence({
      regions: {
        'us-east-1': {
          analyzers: [
            {
              findings: names.map((name, index) => ({
                id: `f-${index}`,
                resource: `arn:aws:s3:::${name}`,
                principal: { AWS: index % 2 === 0 ? '*' : '444455556666' },
                isPublic: index % 2 === 0,
                action: index % 3 === 0 ? ['s3:GetObject'] : ['s3:PutObject', name],
                condition: { 'aws:UserAgent': name },
              })),
            },
          ],
        },
        'eu-west-1': { analyzers: [{ findings: [{ id: 'eu', resource: 'arn:aws:s3:::europe' }] }] },
        'sa-east-1': { problem: 'access-denied' },
      },
    }),
  );
}

/** Three accounts with two Regions each. */
function fleetVerdict(): Verdict {
  return evaluate(
    mergeEvidence(
      ...['111122223333', '222233334444', '333344445555'].map((account, index) =>
        buildEvidence({
          account,
          regions: {
            'us-east-1': index === 0 ? seen({ resource: 'arn:aws:s3:::first' }, { id: 'b' }) : 'clean',
            'eu-west-1': index === 1 ? { problem: 'access-denied' } : seen({ resource: `arn:aws:s3:::eu-${index}` }),
          },
        }),
      ),
    ),
  );
}

const many = (count: number): Verdict =>
  judge({
    'us-east-1': seen(
      ...Array.from({ length: count }, (_, index) => ({ id: `f-${index}`, resource: `arn:aws:s3:::b-${index}` })),
    ),
  });

interface View {
  readonly dark?: boolean;
  readonly hash?: string;
  readonly width?: number;
  readonly options?: ToHtmlOptions;
}

describe.skipIf(executablePath === undefined)(title, { timeout: 120_000 }, () => {
  let browser: Browser;
  let folder: string;
  let pages = 0;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aak-page-'));
    // The first start after an installation reads all of it from the disk.
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'], timeout: 100_000 });
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  async function open(verdict: Verdict, { dark = false, hash = '', width = 1280, options }: View = {}): Promise<Page> {
    pages += 1;
    const file = join(folder, `${pages}.html`);
    await writeFile(file, toHtml(verdict, options ?? { before: verdict }));
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: dark ? 'dark' : 'light' });
    complaints.length = 0;
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) complaints.push(`asked the network for ${request.url()}`);
    });
    page.on('dialog', (dialog) => {
      complaints.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(`${pathToFileURL(file).href}${hash}`);
    return page;
  }

  const shownResources = (page: Page): Promise<string[]> => page.locator('#rows .resource').allTextContents();
  /** Opens and closes every finding of the page, and says how many it opened. */
  const openEach = async (page: Page): Promise<number> =>
    Number(
      await page.evaluate(`{
        let opened = 0;
        for (const id of [...document.querySelectorAll('#rows button[data-id]')].map(({ dataset }) => dataset.id)) {
          const button = () => document.querySelector('#rows button[data-id="' + CSS.escape(id) + '"]');
          button().click();
          if (document.querySelector('#rows .details .part') !== null) opened += 1;
          button().click();
        }
        opened;
      }`),
    );
  const openFirst = async (page: Page): Promise<void> => {
    await page.locator('#rows button[data-id]').first().click();
  };

  test('runs its own script and style under its own policy, asks no network, and says nothing to the console', async () => {
    const page = await open(verdictWith(['plain']));
    expect(await page.locator('html').getAttribute('data-ready')).toBe('true');
    expect(await page.locator('.badge').textContent()).toBe('FAIL');
    expect(await page.evaluate('getComputedStyle(document.querySelector(".badge")).fontWeight')).toBe('800');
    expect(await page.locator('.tile-unread .tile-name').allTextContents()).toEqual(['sa-east-1']);
    expect(complaints).toEqual([]);
    const policy = await page.locator('meta[http-equiv=Content-Security-Policy]').getAttribute('content');
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^' ]+'; script-src 'sha256-[^' ]+'; /);
  });

  test('its policy stops what is not its own: another script, a style, an image, a request', async () => {
    const page = await open(verdictWith(['plain']));
    const stopped: (string | undefined)[] = [];
    page.on('requestfailed', (request) => stopped.push(request.failure()?.errorText));
    page.on('response', (response) => stopped.push(`answered ${response.status()}`));
    await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = 'globalThis.other = true';
      document.body.append(script);
      const image = document.createElement('img');
      image.src = 'https://example.invalid/beacon';
      image.alt = '';
      document.body.append(image);
      document.body.insertAdjacentHTML('beforeend', '<p style="position:fixed" onclick="globalThis.other = true" id="odd">odd</p>');
    }`);
    await page.locator('#odd').click();
    expect(await page.evaluate('globalThis.other')).toBeUndefined();
    expect(await page.evaluate('getComputedStyle(document.getElementById("odd")).position')).toBe('static');
    expect(await page.evaluate('fetch("https://example.invalid/").then(() => "sent", () => "stopped")')).toBe(
      'stopped',
    );
    expect(new Set(stopped)).toEqual(new Set(['csp']));
  });

  test.each([
    ['some of everything', richVerdict()],
    ['nothing readable', judge({ 'us-east-1': { problem: 'timeout' } })],
    ['a clean account', judge({ 'us-east-1': 'clean' })],
    ['three accounts', fleetVerdict()],
  ])('starts with the numbers of the summary: %s', async (_, verdict) => {
    const page = await open(verdict);
    const facts = page.locator('header dl');
    const shown = await facts.locator('dd').allTextContents();
    expect(await facts.locator('dt').allTextContents()).toEqual(headlineText(verdict).map(({ label }) => label));
    expect(shown).toEqual(headlineText(verdict).map(({ text }) => text));
    expect(await page.locator('.badge').textContent()).toBe(verdict.status);
    expect(await page.locator('.banner .pill').textContent()).toBe(verdict.complete ? '✓ Complete' : '? Incomplete');
    expect(complaints).toEqual([]);
  });

  test('an empty table says what that means', async () => {
    const text = async (verdict: Verdict): Promise<string> =>
      (await (await open(verdict, { options: {} })).locator('#rows').textContent())?.trim() ?? '';
    expect(await text(judge({ 'us-east-1': 'clean' }))).toBe('Everything in scope was read, and no access is open.');
    expect(await text(judge({ 'us-east-1': { problem: 'timeout' } }))).toContain('proves nothing');
    expect(await text(judge({}))).toContain('proves nothing');
    expect(
      await text(judge({ 'us-east-1': { analyzers: [{ detail: 'counts', kept: 0, findings: [{}, { id: 'b' }] }] } })),
    ).toContain('2 open accesses were counted');
    const page = await open(verdictWith(['plain']), { hash: '#q=nothing-like-this' });
    expect(await page.locator('#rows').textContent()).toContain('No access matches.');
    await page.click('#reset');
    expect(await shownResources(page)).toHaveLength(2);
  });

  test('hostile names stay text: nothing runs, nothing is added, nothing turns the writing round', async () => {
    const page = await open(verdictWith(HOSTILE_STRINGS));
    await openEach(page);
    expect(complaints).toEqual([]);
    expect(await page.locator('#rows img, #rows script, #rows svg, #rows iframe, #rows a').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(1);
    const text = await page.evaluate('document.body.textContent');
    expect(text).not.toMatch(/[^\P{Cc}\n\r\t]|\p{Cf}/u);
    expect((await shownResources(page)).length).toBe(HOSTILE_STRINGS.length + 1);
  });

  test('hostile names in every member, in what is hidden and in what changed, opened and filtered by', async () => {
    const verdict = hostileVerdict();
    const page = await open(verdict, { options: { diff: diffVerdicts(judge({ 'us-east-1': 'clean' }), verdict) } });
    expect(await openEach(page)).toBe(verdict.accesses.length);
    const counts = await page.evaluate(`{
      const type = document.getElementById('type');
      [...type.options].map(({ value }) => {
        type.value = value;
        type.dispatchEvent(new Event('change'));
        return [type.value === value, document.querySelectorAll('#rows .resource').length > 0];
      });
    }`);
    expect(counts).toEqual(Array.from({ length: (counts as unknown[]).length }, () => [true, true]));
    expect((counts as unknown[]).length).toBeGreaterThan(10);
    expect(complaints).toEqual([]);
    const strange =
      'img, script:not(body > script:last-of-type), iframe, object, embed, base, link, style:not(head > style)';
    expect(await page.locator(`body :is(${strange})`).count()).toBe(0);
    expect(await page.evaluate('document.body.textContent')).not.toMatch(/[^\P{Cc}\n\r\t]|\p{Cf}/u);
  });

  test('search, filters, sorting, page and the open finding live in the hash, and come back with it', async () => {
    const verdict = verdictWith(['alpha', 'beta', 'gamma', 'delta']);
    const page = await open(verdict);
    await page.fill('#q', 'ALPHA');
    expect(await shownResources(page)).toEqual(['arn:aws:s3:::alpha']);
    expect(await page.locator('#count').textContent()).toBe('1 of 5 accesses');
    await page.click('#reset');
    await page.selectOption('#public', 'false');
    await page.click('th[data-sort=resource] button');
    const ascending = await shownResources(page);
    expect(ascending).toEqual([...ascending].sort());
    await page.click('th[data-sort=resource] button');
    expect(await shownResources(page)).toEqual([...ascending].reverse());
    expect(await page.locator('th[data-sort=resource]').getAttribute('aria-sort')).toBe('descending');
    await openFirst(page);
    const hash = new URL(page.url()).hash;
    const again = await open(verdict, { hash });
    expect(await shownResources(again)).toEqual([...ascending].reverse());
    expect(await again.inputValue('#public')).toBe('false');
    expect(await again.locator('#rows button[aria-expanded=true]').count()).toBe(1);
    expect(await again.locator('.details').textContent()).toContain('take the access away');
  });

  test.each([
    ['severity', 'critical', ['alpha', 'gamma']],
    ['level', 'Write', ['beta', 'gamma']],
    ['type', 'AWS::S3::Bucket', ['alpha', 'beta', 'delta', 'europe', 'gamma']],
    ['region', 'eu-west-1', ['europe']],
    ['public', 'true', ['alpha', 'gamma']],
    ['status', 'ACTIVE', ['alpha', 'beta', 'delta', 'europe', 'gamma']],
    ['account', '111122223333', ['alpha', 'beta', 'delta', 'europe', 'gamma']],
  ])('filters by %s, from the hash as well', async (field, value, expected) => {
    const verdict = verdictWith(['alpha', 'beta', 'gamma', 'delta']);
    const names = async (page: Page): Promise<string[]> =>
      (await shownResources(page)).map((arn) => arn.slice('arn:aws:s3:::'.length)).sort();
    const wanted = verdict.accesses
      .filter((access) => {
        const has: Record<string, readonly string[]> = {
          severity: [access.risk.severity],
          level: access.levels,
          type: [access.resourceType],
          region: access.sightings.map(({ region }) => region),
          public: [String(access.isPublic)],
          status: [access.status],
          account: access.sightings.map(({ account }) => account),
        };
        return has[field]?.includes(value) ?? false;
      })
      .map(({ resource = '' }) => resource.slice('arn:aws:s3:::'.length));
    const page = await open(verdict, { hash: `#${new URLSearchParams({ [field]: value }).toString()}` });
    expect(await names(page)).toEqual(wanted.sort());
    if (field !== 'severity' && field !== 'level') expect(wanted).toEqual(expected);
    await page.click('#reset');
    expect(new URL(page.url()).hash).toBe('');
    if (field === 'account') return;
    await page.selectOption(`#${field}`, value);
    expect(await names(page)).toEqual(wanted);
    expect(new URLSearchParams(new URL(page.url()).hash.slice(1)).get(field)).toBe(value);
  });

  test('hundreds of findings come in pages, and one that a link opens is on the page shown', async () => {
    const verdict = many(250);
    const page = await open(verdict);
    expect(await page.locator('#page').textContent()).toBe('Page 1 of 3');
    expect(await page.locator('#rows .resource').count()).toBe(100);
    await page.click('#next');
    await page.click('#next');
    expect(await page.locator('#rows .resource').count()).toBe(50);
    expect(await page.locator('#next').isDisabled()).toBe(true);
    expect(new URL(page.url()).hash).toBe('#page=3');
    await page.click('th[data-sort=resource] button');
    expect(await page.locator('#page').textContent()).toBe('Page 1 of 3');
    const last = verdict.accesses[220]!;
    const linked = await open(verdict, { hash: `#${new URLSearchParams({ open: last.accessId }).toString()}` });
    expect(await linked.locator('#page').textContent()).toBe('Page 3 of 3');
    expect(await linked.locator('.details').textContent()).toContain(last.resource);
  });

  test('a Region filters, by mouse and by keyboard', async () => {
    const page = await open(verdictWith(['alpha', 'beta']));
    await page.locator('.tile[data-region=eu-west-1]').focus();
    await page.keyboard.press('Enter');
    expect(await shownResources(page)).toEqual(['arn:aws:s3:::europe']);
    await page.click('.tile[data-region=eu-west-1]');
    expect(await shownResources(page)).toHaveLength(3);
  });

  test('Regions show read, unread and disabled with their counts', async () => {
    const page = await open(richVerdict(), { options: {} });
    const texts = (await page.locator('.tile').allTextContents()).map((text) => text.replace(/\s+/g, ' ').trim());
    expect(texts).toEqual([
      'us-east-1 ✓ read 4 open, 1 not analysed',
      'us-west-2 ✓ read 1 open',
      'eu-west-1 ✕ not read',
      'eu-west-2 ? no working analyzer',
      'ap-south-1 – disabled',
    ]);
    expect((await page.locator('.legend').first().textContent())?.replace(/\s+/g, ' ').trim()).toBe(
      '✓ 2 read ? 1 no working analyzer ✕ 1 not read – 1 disabled',
    );
  });

  test('several accounts are a table, whose cells filter by account and Region', async () => {
    const page = await open(fleetVerdict());
    const lines = (await page.locator('.matrix tbody tr').allTextContents()).map((text) =>
      text.replace(/\s+/g, ' ').trim(),
    );
    expect(lines).toEqual(['111122223333 3 0 1 2', '333344445555 1 0 1 ✓', '222233334444 0 1 ✕ ✓']);
    await page.click('.tile[data-account="111122223333"][data-region=us-east-1]');
    expect(await shownResources(page)).toHaveLength(2);
    expect(await page.inputValue('#account')).toBe('111122223333');
    expect(await page.locator('.tile[aria-pressed=true]').count()).toBe(1);
    await page.click('.tile[aria-pressed=true]');
    expect(await shownResources(page)).toHaveLength(4);
    await page.selectOption('#account', '333344445555');
    expect(await shownResources(page)).toEqual(['arn:aws:s3:::eu-2']);
  });

  test('the difference to an earlier verdict stands there, and says nothing is gone that was not read again', async () => {
    const { before, after } = richDiff();
    const page = await open(after, { options: { before } });
    const part = page.locator('section[aria-labelledby=difference-title]');
    const heads = await part.locator('h3').allTextContents();
    expect(heads).toEqual([
      'New (1)',
      'Changed (1)',
      'Resolved (1)',
      'Gone (1)',
      'Not seen again, and not proven gone (1)',
      'Regions that changed (1)',
    ]);
    const text = (await part.textContent()) ?? '';
    expect(text).toContain('arn:aws:s3:::unseen');
    expect(text).toContain('eu-west-1: not-read');
    expect(text).toContain('more: s3:PutObject; no more: s3:GetObject');
    expect(await (await open(after, { options: {} })).locator('#difference-title').count()).toBe(0);
  });

  test('what is hidden is named: archived public access, and what AWS could not analyse', async () => {
    const page = await open(richVerdict());
    const text = (await page.locator('#hidden').textContent()) ?? '';
    expect(text).toContain('arn:aws:s3:::hidden');
    expect(text).toContain('arn:aws:s3:::broken');
  });

  test('every command line and the archive rule can be copied, whole', async () => {
    const page = await open(verdictWith(['alpha']));
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await openFirst(page);
    const lines = await page.locator('.details pre').allTextContents();
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringContaining('aws s3api put-public-access-block --bucket alpha'),
        expect.stringMatching(/^\{"ruleName":"intended-alpha-/),
        expect.stringContaining('aws accessanalyzer create-archive-rule'),
        expect.stringContaining('aws accessanalyzer start-resource-scan'),
      ]),
    );
    expect(await page.locator('.copy').count()).toBe(lines.length);
    await page.locator('.copy').first().click();
    await expect.poll(() => page.locator('.copy').first().textContent()).toMatch(/Copied/);
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(lines[0]);
  });

  test('by keyboard alone: to the findings, into the search, an access opened and closed, the focus kept', async () => {
    const page = await open(verdictWith(['alpha', 'beta']), { hash: '#public=true' });
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('findings');
    expect(new URL(page.url()).hash).toBe('#public=true');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('q');
    await page.keyboard.type('alpha');
    expect(await shownResources(page)).toEqual(['arn:aws:s3:::alpha']);
    await page.locator('#rows button[data-id]').focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.getAttribute("aria-expanded")')).toBe('true');
    await page.keyboard.press('Space');
    expect(await page.evaluate('document.activeElement.getAttribute("aria-expanded")')).toBe('false');
  });

  test.each([
    ['light', 1280, verdictWith],
    ['dark', 1280, verdictWith],
    ['light', 390, verdictWith],
    ['dark', 390, verdictWith],
    ['light', 1280, fleetVerdict],
    ['dark', 390, fleetVerdict],
    ['light', 390, richVerdict],
    ['dark', 1280, richVerdict],
  ] as const)(
    'axe finds nothing wrong in %s at a width of %d, and nothing sticks out (%#)',
    async (scheme, width, make) => {
      const page = await open(make(['alpha', 'beta', `a-${'long-'.repeat(40)}name`]), {
        dark: scheme === 'dark',
        width,
        options: { before: richDiff().before },
      });
      await openFirst(page);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      // The page's own policy lets no script in: axe comes by the debugger.
      const session = await page.context().newCDPSession(page);
      await session.send('Runtime.evaluate', { expression: await readFile(axe, 'utf8') });
      const { result } = await session.send('Runtime.evaluate', {
        expression:
          'axe.run().then(({ violations, passes }) => JSON.stringify([violations.map(({ id, nodes }) => [id, nodes[0].html]), passes.map(({ id }) => id)]))',
        awaitPromise: true,
      });
      const [violations, passes] = JSON.parse(String(result.value)) as [unknown[], string[]];
      expect(violations).toEqual([]);
      expect(passes).toContain('color-contrast');
    },
  );

  test('on paper every finding that was chosen stands, light, unfolded, and without what cannot be pressed', async () => {
    const page = await open(many(250), { dark: true, hash: '#q=b-1' });
    await page.evaluate(`addEventListener('beforeprint', () => {
      globalThis.printed = [document.querySelectorAll('#rows .resource').length, document.getElementById('printed').textContent,
        document.querySelectorAll('details:not([open])').length];
    })`);
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await page.evaluate('globalThis.printed')).toEqual([111, 'Chosen: q b-1.', 0]);
    expect(await page.locator('#rows .resource').count()).toBe(100);
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(22, 27, 34)');
    expect(await page.locator('#filters').isVisible()).toBe(false);
  });

  test('without scripts the worst findings can still be read', async () => {
    const file = join(folder, 'static.html');
    await writeFile(file, toHtml(many(60)));
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href);
    expect(await page.locator('#rows .resource').count()).toBe(50);
    expect(await page.locator('noscript').textContent()).toContain('the first 50 of 60');
    expect(await page.locator('#filters').isVisible()).toBe(false);
    expect(await page.locator('#charts svg').count()).toBe(4);
    await context.close();
  });
});
