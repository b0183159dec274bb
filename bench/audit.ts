import {
  AccessAnalyzerClient,
  ListAnalyzersCommand,
  ListFindingsCommand,
  paginateListAnalyzers,
  paginateListFindings,
} from '@aws-sdk/client-accessanalyzer';
import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import { collectEvidence, createClients } from 'access-analyzer-kit';
import { ratio } from './median.ts';
import { alternate, median, wallMs } from './support/alternate.ts';
import { AUDIT_PAGE, AUDIT_REGIONS, READ_REGION } from './support/read-scenarios.ts';
import { startFake } from './support/start-fake.ts';

const LATENCY_MS = 100;
const FINDINGS = AUDIT_REGIONS * 2.5 * AUDIT_PAGE;
const ACTIVE = { status: { eq: ['ACTIVE'] } };

/**
 * An audit of 34 Regions, each with an analyzer of three pages, when its clients are warm: against the calls that must come
 * one after the other (ListRegions, ListAnalyzers and the three pages of one Region), and against the SDK alone, all Regions
 * at once and one after the other. The clients may send a request for each Region and ListRegions at once: with one less in
 * flight the 137 requests of an audit take five rounds, as those of the SDK do.
 */
export async function auditBenchmark(): Promise<string> {
  await using fake = await startFake('audit', { latencyMs: LATENCY_MS });
  const options = { endpoint: fake.url, credentials: fake.credentials };
  await using clients = createClients({ ...options, concurrency: AUDIT_REGIONS + 1 });
  await using narrow = createClients({ ...options, concurrency: AUDIT_REGIONS });
  const audit = (partition: 'auto' | false = false, by = clients): Promise<number> =>
    wallMs(async () => {
      const { regions } = await collectEvidence(by, { suppressed: false, partition });
      expectAll(regions.reduce((sum, { analyzers }) => sum + (analyzers[0]?.findings.length ?? 0), 0));
    });

  const account = new AccountClient({ ...options, region: READ_REGION });
  const sdk = new Map<string, AccessAnalyzerClient>();
  const clientOf = (region: string): AccessAnalyzerClient => {
    const client = sdk.get(region) ?? new AccessAnalyzerClient({ ...options, region });
    sdk.set(region, client);
    return client;
  };
  const regionNames = async (): Promise<string[]> => {
    const { Regions = [] } = await account.send(new ListRegionsCommand({ MaxResults: 50 }));
    return Regions.filter(({ RegionOptStatus }) => RegionOptStatus !== 'DISABLED').map(
      ({ RegionName = '' }) => RegionName,
    );
  };
  const readRegion = async (region: string): Promise<number> => {
    const client = clientOf(region);
    let findings = 0;
    for await (const { analyzers = [] } of paginateListAnalyzers({ client }, {})) {
      for (const { arn } of analyzers) {
        const pages = paginateListFindings({ client }, { analyzerArn: arn, filter: ACTIVE });
        for await (const page of pages) findings += page.findings?.length ?? 0;
      }
    }
    return findings;
  };
  const together = (): Promise<number> =>
    wallMs(async () => {
      const counts = await Promise.all((await regionNames()).map(readRegion));
      expectAll(counts.reduce((sum, count) => sum + count, 0));
    });
  const inTurn = (): Promise<number> =>
    wallMs(async () => {
      let findings = 0;
      for (const region of await regionNames()) findings += await readRegion(region);
      expectAll(findings);
    });
  const path = (): Promise<number> =>
    wallMs(async () => {
      await regionNames();
      const client = clientOf(READ_REGION);
      const { analyzers } = await client.send(new ListAnalyzersCommand({}));
      let nextToken: string | undefined;
      do {
        const page = await client.send(
          new ListFindingsCommand({ analyzerArn: analyzers?.[0]?.arn, filter: ACTIVE, nextToken }),
        );
        ({ nextToken } = page);
      } while (nextToken !== undefined);
    });

  const plain = await alternate(audit, together);
  const limited = await alternate(() => audit(false, narrow), together, 3);
  const paths = [await path(), await path(), await path()];
  const loop = await inTurn();
  const sliced = await alternate(() => audit('auto'), audit, 3);
  for (const client of [account, ...sdk.values()]) client.destroy();
  return [
    `collectEvidence, ${AUDIT_REGIONS} Regions × 3 pages of ${AUDIT_PAGE}, ${LATENCY_MS} ms, warm:`,
    `${ratio(plain.own, median(paths))} × the critical path,`,
    `${ratio(plain.quotient)} × the plain SDK with Promise.all`,
    `(${ratio(limited.quotient)} with one request in flight less: ListRegions then takes a Region's place),`,
    `${ratio(plain.own, loop)} × the plain SDK in a loop;`,
    `with partition: 'auto' ${ratio(sliced.quotient)} × without`,
  ].join(' ');
}

function expectAll(count: number): void {
  if (count !== FINDINGS) throw new Error(`Read ${count} of ${FINDINGS} findings`);
}
