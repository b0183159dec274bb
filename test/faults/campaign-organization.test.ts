import { expect, test } from 'vitest';
import { campaign, runsOf } from './campaign.ts';
import { organizationDraw } from './draw-arbitrary.ts';
import { leavesNothingBehind } from './watch-process.ts';

leavesNothingBehind();

test('an organization read as a fleet: the same laws, and no member is credited with what its owner did not read', async () => {
  const tally = await campaign(organizationDraw, { runs: runsOf({ usual: 40, full: 300 }) });
  expect(Object.keys(tally).sort()).toEqual(['FAIL', 'PASS', 'UNKNOWN']);
});
