import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { essence } from './campaign.ts';
import { violations } from './check-outcome.ts';
import type { Draw } from './draw.ts';
import { runDraw, runDrawOverHttp } from './run-draw.ts';
import { leavesNothingBehind } from './watch-process.ts';

interface Regression {
  readonly why: string;
  readonly draw: Draw;
}

leavesNothingBehind();

const folder = join(import.meta.dirname, 'regressions');
const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
const cases = await Promise.all(
  files.map(async (name) => [name, JSON.parse(await readFile(join(folder, name), 'utf8')) as Regression] as const),
);

/** Draws that once broke a law of the library, of the fake or of the campaign, shrunk; and one for each promise that is easily broken. */
describe.each(cases)('%s', (_, { draw, why }) => {
  test(why, async () => {
    const outcome = await runDraw(draw);
    expect(violations(draw, outcome)).toEqual([]);
    expect(essence(await runDraw(draw))).toBe(essence(outcome));
  });
});

test('a draw comes to the same over HTTP', async () => {
  for (const [, { draw }] of cases) {
    // Hours between passes are real time there, and the fake cannot be unreachable.
    if (draw.passes.some(({ hoursLater }) => hoursLater > 0)) continue;
    const outcome = await runDrawOverHttp(draw);
    expect(violations(draw, outcome)).toEqual([]);
    expect(essence(outcome)).toBe(essence(await runDraw(draw)));
  }
});
