import { expect, test } from 'vitest';
import { campaign, runsOf } from './campaign.ts';
import { httpDraw } from './draw-arbitrary.ts';
import { runDrawOverHttp } from './run-draw.ts';
import { leavesNothingBehind } from './watch-process.ts';

leavesNothingBehind();

test('over HTTP: the same laws, and every socket is closed', async () => {
  const tally = await campaign(httpDraw, { run: runDrawOverHttp, runs: runsOf({ usual: 10, full: 100 }) });
  expect(tally.UNKNOWN).toBeGreaterThan(0);
});
