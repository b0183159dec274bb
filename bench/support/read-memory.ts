/**
 * Run as a process of its own by bench/memory.ts, since the peak of a process never goes down: reads an analyzer in one way, and says what
 * memory that took at most.
 */
import { collectEvidence, createClients, iterateFindings } from 'access-analyzer-kit';
import { READ_ANALYZER } from './read-analyzer.ts';
import { READ_REGION } from './read-scenarios.ts';

const [way = '', url = '', accessKeyId = '', secretAccessKey = ''] = process.argv.slice(2);
await using clients = createClients({ endpoint: url, credentials: { accessKeyId, secretAccessKey } });
const client = clients.accessAnalyzer(READ_REGION);
let findings = 0;
if (way === 'iterate') {
  for await (const { id } of iterateFindings(client, READ_ANALYZER)) if (id !== '') findings += 1;
} else {
  const { regions } = await collectEvidence(clients, { detail: 'counts', regions: [READ_REGION], suppressed: false });
  findings = regions[0]?.analyzers[0]?.counts.activeExternal.total ?? 0;
}
process.stdout.write(`${JSON.stringify({ findings, peak: process.resourceUsage().maxRSS })}\n`);
process.stdin.destroy();
