/**
 * Run as a process of its own: works on the audits of a queue until it is killed or its standard input ends, and says which task it
 * begins. Where Redis is comes as JSON in QUEUE; where AWS is, in AWS's own variables.
 */
import { createAuditWorker, type AuditWorkerOptions } from '../../src/bullmq/index.ts';
import { createClients } from '../../src/clients/index.ts';
import { assumeRoles } from '../../src/fleet/index.ts';

const options = JSON.parse(process.env['QUEUE'] ?? '{}') as Omit<AuditWorkerOptions, 'clientsFor'>;
const clients = createClients({ maxAttempts: 1 });
const clientsFor = assumeRoles(clients, { roleName: 'access-analyzer-audit' });
const worker = await createAuditWorker({
  ...options,
  clientsFor: (task, context) => {
    process.stdout.write(`${task.id}\n`);
    return clientsFor(task, context);
  },
});
process.stdin.resume().once('end', () => {
  void worker.close().then(() => clients.destroy());
});
