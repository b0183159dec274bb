import { AccessAnalyzerClient, ListAnalyzersCommand, ListFindingsCommand } from '@aws-sdk/client-accessanalyzer';
import { collectEvidence, createClients } from 'access-analyzer-kit';
import { cleanScenario, createFakeAws } from 'access-analyzer-kit/testing';
import { medianMs, ratio } from './median.ts';

const ACCOUNT = '111122223333';
const REGIONS = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'eu-west-1',
  'eu-west-2',
  'eu-central-1',
  'sa-east-1',
];

/** An audit against the same calls made one after the other with the plain SDK, 20 ms a request, in process. */
export async function collectBenchmark(): Promise<string> {
  const fake = createFakeAws(cleanScenario({ account: ACCOUNT, regions: REGIONS }));
  fake.inject({ kind: 'delay', delayMs: 20, times: Number.POSITIVE_INFINITY });
  const credentials = fake.credentialsFor(ACCOUNT);
  const clients = createClients({ requestHandler: fake.requestHandler, credentials });
  const own = await medianMs(() => collectEvidence(clients, { suppressed: false }));

  const plain = REGIONS.map(
    (region) => new AccessAnalyzerClient({ region, credentials, requestHandler: fake.requestHandler as never }),
  );
  const peer = await medianMs(async () => {
    for (const client of plain) {
      const { analyzers = [] } = await client.send(new ListAnalyzersCommand({}));
      for (const { arn } of analyzers) await client.send(new ListFindingsCommand({ analyzerArn: arn }));
    }
  });
  clients.destroy();
  return `collectEvidence, ${REGIONS.length} Regions: ${ratio(own, peer)} × the plain SDK in a sequential loop`;
}
