import { expect, test } from 'vitest';
import { campaign, runsOf } from './campaign.ts';
import { mergedDraw } from './draw-arbitrary.ts';
import { leavesNothingBehind } from './watch-process.ts';

leavesNothingBehind();

test('one audit in several passes, hours apart, merged: the same laws', async () => {
  const tally = await campaign(mergedDraw, { runs: runsOf({ usual: 40, full: 350 }) });
  expect(Object.keys(tally).sort()).toEqual(['FAIL', 'PASS', 'UNKNOWN']);
});
