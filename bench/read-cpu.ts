import { AccessAnalyzerClient, ListFindingsCommand, paginateListFindings } from '@aws-sdk/client-accessanalyzer';
import { createClients, iterateFindings } from 'access-analyzer-kit';
import { ratio } from './median.ts';
import { alternate, cpuUs, median } from './support/alternate.ts';
import { READ_ANALYZER } from './support/read-analyzer.ts';
import { READ_REGION } from './support/read-scenarios.ts';
import { startFake } from './support/start-fake.ts';

const FINDINGS = 100_000;
/** Enough for both to be compiled as far as they will be, and for a median that one busy second does not move. */
const ROUNDS = 11;

/**
 * CPU for each finding while iterating, against the SDK's paginator. The floor is `JSON.parse` of the bytes of the same pages,
 * which were kept from a plain read: what no reader can do without, sockets left aside.
 */
export async function readCpuBenchmark(): Promise<string> {
  await using fake = await startFake('account', { count: FINDINGS });
  const options = { endpoint: fake.url, credentials: fake.credentials };
  await using clients = createClients(options);
  const own = clients.accessAnalyzer(READ_REGION);
  const plain = new AccessAnalyzerClient({ ...options, region: READ_REGION });
  const lines: string[] = [];
  for (const pageSize of [100, 1000]) {
    const { own: ours, quotient } = await alternate(
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
      ROUNDS,
    );
    const bodies = await pagesOf(plain, pageSize);
    await parseAll(bodies);
    const floor = median([await parseAll(bodies), await parseAll(bodies), await parseAll(bodies)]);
    lines.push(
      [
        `pages of ${pageSize}: ${ratio(quotient)} × paginateListFindings,`,
        `${ratio(ours, floor)} × JSON.parse of the bytes`,
        `(${(ours / FINDINGS).toPrecision(2)} µs, the floor ${(floor / FINDINGS).toPrecision(2)} µs)`,
      ].join(' '),
    );
  }
  plain.destroy();
  return `iterateFindings, ${FINDINGS} findings, CPU for each, ${lines.join('; ')}`;
}

/** The bodies of all pages, as they come. */
async function pagesOf(client: AccessAnalyzerClient, pageSize: number): Promise<Buffer[]> {
  const bodies: Buffer[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new ListFindingsCommand({ analyzerArn: READ_ANALYZER.arn, maxResults: pageSize, nextToken }),
    );
    ({ nextToken } = page);
    const { $metadata: _, ...body } = page;
    bodies.push(Buffer.from(JSON.stringify(body)));
  } while (nextToken !== undefined);
  return bodies;
}

async function parseAll(bodies: readonly Buffer[]): Promise<number> {
  return cpuUs(async () => {
    let findings = 0;
    for (const body of bodies) {
      const page = JSON.parse(body.toString()) as { readonly findings: readonly unknown[] };
      findings += page.findings.length;
    }
    expectAll(findings);
  });
}

function expectAll(count: number): void {
  if (count !== FINDINGS) throw new Error(`Read ${count} of ${FINDINGS} findings`);
}
