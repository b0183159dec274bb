import { createClients, iterateFindings } from 'access-analyzer-kit';
import { READ_ANALYZER } from './support/read-analyzer.ts';
import { READ_REGION } from './support/read-scenarios.ts';
import { startFake } from './support/start-fake.ts';

const LATENCY_MS = 300;
const RUNS = 20;

/** From an abort in the middle of requests to the rejection; the peer is the time that the requests would have taken. */
export async function readAbortBenchmark(): Promise<string> {
  await using fake = await startFake('organization', { count: 10_000, latencyMs: LATENCY_MS });
  await using clients = createClients({ endpoint: fake.url, credentials: fake.credentials });
  const client = clients.accessAnalyzer(READ_REGION);
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const controller = new AbortController();
    const { signal } = controller;
    const findings = iterateFindings(client, READ_ANALYZER, { partition: 'auto', signal });
    // The second page is on its way when the first one has come, in slices from the third run on.
    await findings.next();
    const rest = (async () => {
      for await (const _ of findings);
    })();
    await new Promise((resolve) => setTimeout(resolve, LATENCY_MS / 3));
    const started = performance.now();
    controller.abort(new Error('enough'));
    await rest.catch((error: unknown) => {
      if (error !== signal.reason) throw error;
    });
    times.push(performance.now() - started);
  }
  const worst = Math.max(...times);
  return `abort of iterateFindings in flight: rejected after ${worst.toPrecision(2)} ms at worst of ${RUNS}, ${(worst / LATENCY_MS).toPrecision(2)} × what the requests take`;
}
