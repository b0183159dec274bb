import { externalFinding, type FakeAws } from '../../src/testing/index.ts';
import type { Draw, EventDraw } from './draw.ts';
import { accountId, analyzerArn, analyzerName, regionName, STRANGER } from './places.ts';

/** Lets an event of a draw happen when it is about this analyzer; says whether it did. */
export function applyEvent(fake: FakeAws, draw: Draw, event: EventDraw, arn: string): boolean {
  const { account, analyzer, change, finding, region } = event;
  if (arn !== analyzerArn(account, region, analyzer)) return false;
  const of = draw.accounts[account]?.regions[region]?.analyzers[analyzer];
  if (of === undefined) return false;
  const handle = fake.account(accountId(account)).region(regionName(region)).analyzer(analyzerName(analyzer));
  if (change === 'appear') {
    handle.addFinding(
      externalFinding({
        id: eventFindingId(event),
        resource: `arn:aws:s3:::new-${finding}`,
        principal: { AWS: STRANGER },
        action: ['s3:GetObject'],
      }),
    );
    return true;
  }
  if (change === 'disable') {
    handle.setStatus('DISABLED', 'DELEGATED_ADMINISTRATOR_DEREGISTERED');
    return true;
  }
  const id = findingIdOf(event);
  if (handle.finding(id) === undefined) return true;
  switch (change) {
    case 'remove':
      handle.removeFinding(id);
      return true;
    // Gone from its place in the list and back at the end: it is listed twice, or after the page that it was on.
    case 'reappear': {
      const gone = handle.finding(id);
      handle.removeFinding(id);
      if (gone !== undefined) handle.addFinding(gone);
      return true;
    }
    case 'resolve':
      handle.changeFinding(id, { status: 'RESOLVED', updatedAt: new Date().toISOString() });
      return true;
    case 'archive':
      handle.changeFinding(id, { status: 'ARCHIVED', updatedAt: new Date().toISOString() });
      return true;
    case 'reopen':
      handle.changeFinding(id, { status: 'ACTIVE', updatedAt: new Date().toISOString() });
      return true;
    // AWS resolves the old finding and makes one of another id.
    case 'change-access':
      handle.changeFinding(id, { status: 'RESOLVED', updatedAt: new Date().toISOString() });
      handle.addFinding(
        externalFinding({
          id: eventFindingId(event),
          resource: `arn:aws:s3:::changed-${finding}`,
          action: ['s3:PutObject'],
        }),
      );
      return true;
  }
}

/** The finding that an event is about. */
export function findingIdOf({ account, analyzer, finding, region }: EventDraw): string {
  return `${account}-${region}-${analyzer}-${finding}`;
}

function eventFindingId({ account, analyzer, change, finding, region }: EventDraw): string {
  return `${change}-${account}-${region}-${analyzer}-${finding}`;
}
