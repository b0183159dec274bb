/**
 * Run as a process of its own: audits a fleet with a checkpoint, says on standard output which task is done, and then what it read.
 * What it is to do comes as JSON in FLEET; where AWS is, in AWS's own variables.
 */
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { createClients } from '../../src/clients/index.ts';
import { collectFleetEvidence, type CollectFleetEvidenceOptions } from '../../src/fleet/index.ts';
import type { Evidence } from '../../src/model/evidence.ts';

const options = JSON.parse(process.env['FLEET'] ?? '{}') as Partial<CollectFleetEvidenceOptions>;
const clients = createClients({ maxAttempts: 1 });
const say = (message: object): boolean => process.stdout.write(`${JSON.stringify(message)}\n`);
const steps = collectFleetEvidence({
  clients,
  organization: new OrganizationsClient(clients.clientConfig('us-east-1')),
  roleName: 'access-analyzer-audit',
  concurrency: 2,
  ...options,
});
const parts: Evidence[] = [];
let step = await steps.next();
for (; step.done !== true; step = await steps.next()) {
  parts.push(step.value);
  say({ done: step.value.scopes[0]?.account });
}
say({ summary: step.value, parts });
clients.destroy();
