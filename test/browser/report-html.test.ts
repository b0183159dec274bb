import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { Verdict } from '../../src/evaluate/verdict.ts';
import { toHtml } from '../../src/report/html/to-html.ts';
import { buildEvidence } from '../helpers/build-evidence.ts';
import { findBrowser } from '../helpers/find-browser.ts';
import { HOSTILE_STRINGS } from '../helpers/hostile-strings.ts';

const executablePath = findBrowser();
const title = executablePath === undefined ? 'toHtml in Chromium (skipped: no chromium here)' : 'toHtml in Chromium';
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Two Regions with findings, one that was denied; every hostile string as a resource and as a condition. */
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

describe.skipIf(executablePath === undefined)(title, { timeout: 120_000 }, () => {
  let browser: Browser;
  let folder: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aak-page-'));
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  async function open(
    verdict: Verdict,
    { dark = false, hash = '', width = 1280 }: { dark?: boolean; hash?: string; width?: number } = {},
  ): Promise<Page> {
    const file = join(folder, `${Math.floor(performance.now() * 1000)}.html`);
    await writeFile(file, toHtml(verdict, { before: verdict }));
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

  const shownResources = (page: Page): Promise<string[]> =>
    page.locator('#rows tr:not(.details) td:nth-child(2)').allTextContents();

  test('runs its own script and style under its own policy, asks no network, and says nothing to the console', async () => {
    const page = await open(verdictWith(['plain']));
    expect(await page.locator('html').getAttribute('data-ready')).toBe('true');
    expect(await page.locator('.badge').textContent()).toBe('FAIL');
    expect(await page.evaluate('getComputedStyle(document.querySelector(".badge")).borderTopWidth')).toBe('3px');
    expect(await page.locator('.tile-unread').allTextContents()).toEqual([expect.stringContaining('sa-east-1')]);
    expect(complaints).toEqual([]);
  });

  test('hostile names stay text: nothing runs, nothing is added, nothing turns the writing round', async () => {
    const page = await open(verdictWith(HOSTILE_STRINGS));
    for (const button of await page.locator('#rows button').all()) {
      await button.click();
      await page.locator('#rows button[aria-expanded=true]').click();
    }
    expect(complaints).toEqual([]);
    expect(await page.locator('#rows img, #rows script, #rows svg, #rows iframe, #rows a').count()).toBe(0);
    expect(await page.locator('script').count()).toBe(2);
    const text = await page.evaluate('document.body.textContent');
    expect(text).not.toMatch(/[^\P{Cc}\n\r\t]|\p{Cf}/u);
    expect((await shownResources(page)).length).toBe(HOSTILE_STRINGS.length + 1);
  });

  test('search, filters, sorting and the open finding live in the hash, and come back with it', async () => {
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
    await page.locator('#rows button').first().click();
    const hash = new URL(page.url()).hash;
    const again = await open(verdict, { hash });
    expect(await shownResources(again)).toEqual([...ascending].reverse());
    expect(await again.inputValue('#public')).toBe('false');
    expect(await again.locator('#rows button[aria-expanded=true]').count()).toBe(1);
    expect(await again.locator('.details').textContent()).toContain('take the access away');
  });

  test('a tile of a Region filters, by mouse and by keyboard', async () => {
    const page = await open(verdictWith(['alpha', 'beta']));
    await page.locator('.tile[data-region=eu-west-1]').focus();
    await page.keyboard.press('Enter');
    expect(await shownResources(page)).toEqual(['arn:aws:s3:::europe']);
    await page.click('.tile[data-region=eu-west-1]');
    expect(await shownResources(page)).toHaveLength(3);
  });

  test('a command line is shown to be copied, whole', async () => {
    const page = await open(verdictWith(['alpha']));
    await page.locator('#rows button').first().click();
    expect(await page.locator('.details pre').allTextContents()).toEqual(
      expect.arrayContaining([expect.stringContaining('aws s3api put-public-access-block --bucket alpha')]),
    );
    await page.locator('.copy').first().click();
    await expect.poll(() => page.locator('.copy').first().textContent()).toMatch(/Copied|Selected/);
  });

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)('axe finds nothing wrong in %s at a width of %d, and nothing sticks out', async (scheme, width) => {
    const page = await open(verdictWith(['alpha', 'beta', `a-${'long-'.repeat(40)}name`]), {
      dark: scheme === 'dark',
      width,
    });
    await page.locator('#rows button').first().click();
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    // The page's own policy lets no script in: axe comes by the debugger.
    const session = await page.context().newCDPSession(page);
    await session.send('Runtime.evaluate', { expression: await readFile(axe, 'utf8') });
    const { result } = await session.send('Runtime.evaluate', {
      expression:
        'axe.run().then(({ violations }) => JSON.stringify(violations.map(({ id, nodes }) => [id, nodes[0].html])))',
      awaitPromise: true,
    });
    expect(JSON.parse(String(result.value))).toEqual([]);
  });

  test('without scripts the worst findings can still be read', async () => {
    const file = join(folder, 'static.html');
    await writeFile(file, toHtml(verdictWith(['alpha'])));
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href);
    expect(await page.locator('#rows').textContent()).toContain('arn:aws:s3:::alpha');
    expect(await page.locator('#filters').isVisible()).toBe(false);
    await context.close();
  });
});
