import { createAuditWorker, enqueueAudit } from 'access-analyzer-kit/bullmq';
import type { AuditTask, ClientsFor } from 'access-analyzer-kit/fleet';
import { startRedis, type Redis } from '../helpers/redis.ts';
import { keep } from './kept.ts';

let running: Promise<Redis['connection']> | undefined;

/** A Redis with a worker that does the audits on its queue, until the document ends. */
export function queueConnection(clientsFor: () => Promise<ClientsFor>): Promise<Redis['connection']> {
  return (running ??= startQueue(clientsFor));
}

async function startQueue(clientsFor: () => Promise<ClientsFor>): Promise<Redis['connection']> {
  const { connection, stop } = await startRedis();
  keep({
    [Symbol.asyncDispose]: async () => {
      running = undefined;
      await stop();
    },
  });
  keep(await createAuditWorker({ connection, clientsFor: await clientsFor() }));
  return connection;
}

/** An audit on the queue. */
export async function enqueuedAudit(connection: Redis['connection'], tasks: readonly AuditTask[]): Promise<string> {
  return (await enqueueAudit({ connection, tasks })).auditId;
}
