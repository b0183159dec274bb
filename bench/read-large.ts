import { AccessAnalyzerClient, paginateListFindings } from '@aws-sdk/client-accessanalyzer';
import { createClients, iterateFindings } from 'access-analyzer-kit';
import { ratio } from './median.ts';
import { wallMs } from './support/alternate.ts';
import { READ_ANALYZER } from './support/read-analyzer.ts';
import { READ_REGION } from './support/read-scenarios.ts';
import { startFake } from './support/start-fake.ts';

const FINDINGS = 50_000;
const LATENCY_MS = 50;
const PAGE_SIZE = 100;

/** A large organization analyzer in slices, against the SDK's own paginator with pages of the same size. */
export async function readLargeBenchmark(): Promise<string> {
  await using fake = await startFake('organization', { count: FINDINGS, latencyMs: LATENCY_MS });
  const options = { endpoint: fake.url, credentials: fake.credentials };
  await using clients = createClients(options);
  const client = clients.accessAnalyzer(READ_REGION);
  const own = await wallMs(async () => {
    const ids = new Set<string>();
    for await (const { id } of iterateFindings(client, READ_ANALYZER, { partition: 'auto', pageSize: PAGE_SIZE })) {
      ids.add(id);
    }
    if (ids.size !== FINDINGS) throw new Error(`Read ${ids.size} of ${FINDINGS} findings`);
  });
  const plain = new AccessAnalyzerClient({ ...options, region: READ_REGION });
  const peer = await wallMs(async () => {
    const pages = paginateListFindings({ client: plain, pageSize: PAGE_SIZE }, { analyzerArn: READ_ANALYZER.arn });
    const ids = new Set<string>();
    for await (const { findings = [] } of pages) for (const { id } of findings) ids.add(id ?? '');
  });
  plain.destroy();
  return `iterateFindings with partition: 'auto', ${FINDINGS} findings, ${LATENCY_MS} ms, pages of ${PAGE_SIZE}: ${ratio(peer, own)} times as fast as paginateListFindings`;
}
