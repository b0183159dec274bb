import { AccessAnalyzerClient, paginateListFindings } from '@aws-sdk/client-accessanalyzer';
import { createClients, iterateFindings } from 'access-analyzer-kit';
import { ratio } from './median.ts';
import { alternate, cpuUs } from './support/alternate.ts';
import { READ_ANALYZER } from './support/read-analyzer.ts';
import { READ_REGION } from './support/read-scenarios.ts';
import { startFake } from './support/start-fake.ts';

const FINDINGS = 100_000;

/** CPU for each finding while iterating, against the SDK's paginator; the floor is `JSON.parse` of the same pages. */
export async function readCpuBenchmark(): Promise<string> {
  await using fake = await startFake('account', { count: FINDINGS });
  const options = { endpoint: fake.url, credentials: fake.credentials };
  await using clients = createClients(options);
  const own = clients.accessAnalyzer(READ_REGION);
  const plain = new AccessAnalyzerClient({ ...options, region: READ_REGION });
  const lines: string[] = [];
  for (const pageSize of [100, 1000]) {
    const { own: ours, peer } = await alternate(
      () =>
        cpuUs(async () => {
          let ids = 0;
          for await (const { id } of iterateFindings(own, READ_ANALYZER, { pageSize })) if (id !== '') ids += 1;
          expectAll(ids);
        }),
      () =>
        cpuUs(async () => {
          let ids = 0;
          const pages = paginateListFindings({ client: plain, pageSize }, { analyzerArn: READ_ANALYZER.arn });
          for await (const { findings = [] } of pages) for (const { id } of findings) if (id !== '') ids += 1;
          expectAll(ids);
        }),
      3,
    );
    lines.push(
      `pages of ${pageSize}: ${ratio(ours, peer)} × paginateListFindings (${(ours / FINDINGS).toPrecision(2)} µs)`,
    );
  }
  plain.destroy();
  return `iterateFindings, ${FINDINGS} findings, CPU for each, ${lines.join('; ')}`;
}

function expectAll(count: number): void {
  if (count !== FINDINGS) throw new Error(`Read ${count} of ${FINDINGS} findings`);
}
