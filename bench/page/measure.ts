/**
 * Opens the page of 10,000 and of 100,000 findings in a real Chromium and prints what a reader waits for, beside the same
 * findings as one plain table. Run by `npm run bench -- page`.
 */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Verdict } from 'access-analyzer-kit/evaluate';
import { streamHtml } from 'access-analyzer-kit/report';
import { chromium, type Browser } from 'playwright-core';
import { findBrowser } from '../../test/helpers/find-browser.ts';
import { manyFindings } from './many-findings.ts';

const RUNS = 3;
const FEW = 10_000;
const MANY = 100_000;

interface Waits {
  readonly firstPaint: number;
  /** Until the script has shown the rows. */
  readonly ready: number;
  readonly search: number;
  readonly sort: number;
  readonly open: number;
}

const executablePath = findBrowser();
if (executablePath === undefined) console.log('no chromium here: nothing measured');
else console.log(await measure(executablePath));

async function measure(chromiumPath: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'aak-bench-page-'));
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
  try {
    const told: string[] = [];
    for (const count of [FEW, MANY]) {
      const verdict = manyFindings(count);
      const page = join(folder, `${count}.html`);
      const plain = join(folder, `${count}-plain.html`);
      const started = performance.now();
      await writeFile(page, streamHtml(verdict));
      const written = performance.now() - started;
      const waits = await medians(browser, page);
      const { size } = await stat(page);
      told.push(
        `${count} findings: ${(size / 1e6).toFixed(1)} MB written in ${written.toFixed(0)} ms; ` +
          Object.entries(waits)
            .map(([name, ms]: [string, number]) => `${name} ${ms.toFixed(0)} ms`)
            .join(', '),
      );
      // A browser needs minutes for the plain table of more.
      if (count === FEW) {
        await writeFile(plain, plainTable(verdict));
        told.push(
          `ready ${(waits.ready / (await plainPaint(browser, plain))).toPrecision(2)} × a plain table of the same`,
        );
      }
    }
    return told.join('\n          ');
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
}

async function medians(browser: Browser, file: string): Promise<Waits> {
  const all: Waits[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const page = await browser.newPage();
    // The compiler that runs this file gives functions their names by a helper, which a page has not.
    await page.addInitScript('globalThis.__name = (named) => named');
    await page.goto(pathToFileURL(file).href, { timeout: 120_000 });
    // Each from the press to the frame that shows it.
    const waits = await page.evaluate(async () => {
      const frame = (): Promise<number> =>
        new Promise((shown) => requestAnimationFrame(() => setTimeout(() => shown(performance.now()))));
      const changed = (element: Element): Promise<void> =>
        new Promise((done) => {
          const watcher = new MutationObserver(() => {
            watcher.disconnect();
            done();
          });
          watcher.observe(element, { childList: true, characterData: true, subtree: true });
        });
      const rows = document.querySelector('#rows')!;
      const time = async (press: () => void): Promise<number> => {
        await frame();
        const from = performance.now();
        const change = changed(rows);
        press();
        await change;
        return (await frame()) - from;
      };
      const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN;
      const ready = performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming;
      const search = document.querySelector<HTMLInputElement>('#q')!;
      return {
        firstPaint: paint,
        ready: ready.domContentLoadedEventEnd,
        search: await time(() => {
          search.value = 'team-42 reader';
          search.dispatchEvent(new Event('input'));
        }),
        sort: await time(() => {
          search.value = '';
          document.querySelector<HTMLButtonElement>('#reset')!.click();
          document.querySelector<HTMLButtonElement>('th[data-sort=resource] button')!.click();
        }),
        open: await time(() => document.querySelector<HTMLButtonElement>('#rows button[data-id]')!.click()),
      };
    });
    all.push(waits);
    await page.close();
  }
  const median = (name: keyof Waits): number =>
    all.map((waits) => waits[name]).sort((left, right) => left - right)[Math.floor(RUNS / 2)] ?? Number.NaN;
  return {
    firstPaint: median('firstPaint'),
    ready: median('ready'),
    search: median('search'),
    sort: median('sort'),
    open: median('open'),
  };
}

/** Until a plain table of the same findings is there. */
async function plainPaint(browser: Browser, file: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const page = await browser.newPage();
    await page.addInitScript('globalThis.__name = (named) => named');
    await page.goto(pathToFileURL(file).href, { timeout: 120_000 });
    times.push(
      await page.evaluate(async () => {
        await new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)));
        return performance.now();
      }),
    );
    await page.close();
  }
  return times.sort((left, right) => left - right)[1] ?? Number.NaN;
}

function plainTable({ accesses }: Verdict): string {
  const rows = accesses.map(
    ({ risk, resource, principal, levels, actions, ageDays }) =>
      `<tr>${[risk.severity, resource, principal.text, levels.join(), actions.join(), ageDays].map((text) => `<td>${String(text)}</td>`).join('')}</tr>`,
  );
  return `<!doctype html><title>plain</title><table>${rows.join('\n')}</table>`;
}
