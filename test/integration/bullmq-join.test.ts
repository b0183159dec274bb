import { Job } from 'bullmq';
import { expect, it, vi } from 'vitest';
import { collectAudit, createAuditWorker, enqueueAudit } from '../../src/bullmq/index.ts';
import * as fleet from '../../src/fleet/index.ts';
import { describeWithRedis } from '../helpers/redis.ts';
import { afterwards, M1, ROLE, startFleet } from './fleet-fixture.ts';

const extendLock = vi.spyOn(Job.prototype, 'extendLock');
/** For how long the lock had been extended whenever an audit was joined. */
const heldAtJoin: number[][] = [];

vi.mock('../../src/fleet/index.ts', async (original) => {
  const real = await original<typeof fleet>();
  const mergeAudit: typeof fleet.mergeAudit = (...audit) => {
    heldAtJoin.push(extendLock.mock.calls.map(([, duration]) => duration));
    return real.mergeAudit(...audit);
  };
  return { ...real, mergeAudit };
});

describeWithRedis('the join of an audit', (redis) => {
  // Hundreds of thousands of findings keep the process busy for longer than BullMQ's lock holds, and it cannot be renewed meanwhile.
  it.each([
    ['for five minutes', {}, 300_000],
    ['for as long as the caller says, if that is longer', { lockDuration: 600_000 }, 600_000],
  ])('takes its lock %s before it begins', async (_name, options, expected) => {
    heldAtJoin.length = 0;
    extendLock.mockClear();
    const bed = await startFleet();
    const queue = { connection: redis().connection, queueName: `lock-${expected}` };
    const tasks = fleet.planAudit({ accounts: [M1] });
    await enqueueAudit({ ...queue, tasks });
    const clientsFor = fleet.assumeRoles(bed.clients, { roleName: ROLE });
    const worker = await createAuditWorker({ ...queue, clientsFor, worker: options });
    afterwards(() => worker.close());
    const evidence = await collectAudit({ ...queue, auditId: tasks[0]!.auditId });
    expect(evidence.regions.map(({ state }) => state)).toStrictEqual(['read', 'read']);
    expect(heldAtJoin).toStrictEqual([[expected]]);
  });
});
