import { describe, expect, it, vi } from 'vitest';
import { loadBullMq } from '../../../src/bullmq/audit-queue.ts';
import { collectAudit, createAuditWorker, enqueueAudit } from '../../../src/bullmq/index.ts';
import { planAudit } from '../../../src/fleet/index.ts';

vi.mock(import('../../../src/bullmq/misses-redis-client.ts'), () => ({ missesRedisClient: () => true }));

const connection = { host: '127.0.0.1', port: 1 };

describe('without the client of Redis that BullMQ 6 leaves to its users', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['enqueueAudit', async () => enqueueAudit({ connection, tasks: planAudit({ accounts: ['111122223333'] }) })],
    ['createAuditWorker', async () => createAuditWorker({ connection, clientsFor: () => ({}) as never })],
    ['collectAudit', async () => collectAudit({ connection, auditId: 'one' })],
  ])('%s says which package is missing', async (_name, call) => {
    await expect(call()).rejects.toMatchObject({
      code: 'MISSING_PEER',
      message: expect.stringContaining('npm install ioredis') as string,
    });
  });

  it('a client of the caller’s own will do', async () => {
    const own = { on: () => undefined };
    await expect(loadBullMq({ connection: own })).resolves.toHaveProperty('Queue');
  });
});
