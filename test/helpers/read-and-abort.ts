/** Run as a process of its own: reads, aborts when its standard input ends, and must then end by itself. */
import { listAnalyzers } from '../../src/analyzers/index.ts';
import { createClients } from '../../src/clients/index.ts';

const controller = new AbortController();
const reason = new Error('enough');
const clients = createClients({ requestTimeoutMs: 60_000 });
process.stdin.resume().once('end', () => {
  controller.abort(reason);
});
try {
  await listAnalyzers(clients.accessAnalyzer('us-east-1'), { signal: controller.signal });
} catch (error) {
  console.log(error === reason ? 'rejected with the reason' : error);
}
