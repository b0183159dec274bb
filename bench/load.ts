/**
 * A thousand readers at once in one process: `npm run load`. Each reads a thousand findings in pages of a hundred through clients
 * that share one limit; says how many requests were in flight at most, and the peak of memory. Exits with 1 when the limit was
 * passed or a finding was missing.
 */
import { createClients } from '../src/clients/create-clients.ts';
import { iterateActiveFindings } from '../src/findings/iterate-findings.ts';
import { cleanScenario, createFakeAws, externalAnalyzer, manyFindings } from '../src/testing/index.ts';
import { collectGarbage } from './support/collect-garbage.ts';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

const READERS = 1_000;
const FINDINGS = 1_000;
const CONCURRENCY = 16;
const REGION = 'us-east-1';
const MEBIBYTE = 2 ** 20;

const fake = createFakeAws(
  cleanScenario({
    regions: [REGION],
    region: () => ({ analyzers: [externalAnalyzer({ findings: manyFindings(FINDINGS), pageSize: 100 })] }),
  }),
);
let inFlight = 0;
let most = 0;
const counted = {
  ...fake.requestHandler,
  async handle(...request: Parameters<typeof fake.requestHandler.handle>) {
    inFlight += 1;
    most = Math.max(most, inFlight);
    try {
      // As long as an answer on its way: else none would ever wait for another.
      await new Promise((resolve) => setImmediate(resolve));
      return await fake.requestHandler.handle(...request);
    } finally {
      inFlight -= 1;
    }
  },
};
const clients = createClients({
  credentials: fake.credentialsFor('111122223333'),
  requestHandler: counted as never,
  concurrency: CONCURRENCY,
});
const client = clients.accessAnalyzer(REGION);

collectGarbage();
const before = process.memoryUsage();
let peak = before.heapUsed;
const sampling = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().heapUsed);
  fake.clearRequests();
}, 50);
const begun = performance.now();
const counts = await Promise.all(
  Array.from({ length: READERS }, async () => {
    let findings = 0;
    for await (const { id } of iterateActiveFindings(client, 'external')) if (id !== '') findings += 1;
    return findings;
  }),
);
clearInterval(sampling);
clients.destroy();
const seconds = (performance.now() - begun) / 1000;
fake.clearRequests();
collectGarbage();
const after = process.memoryUsage();
const short = counts.filter((count) => count !== FINDINGS).length;
console.log(
  `${READERS} readers of ${FINDINGS} findings at once: ${seconds.toFixed(1)} s, ${most} requests in flight at most (limit ${CONCURRENCY}); ` +
    `heap ${(before.heapUsed / MEBIBYTE).toFixed(0)} MiB before, ${(peak / MEBIBYTE).toFixed(0)} at its peak, ${(after.heapUsed / MEBIBYTE).toFixed(0)} after gc; ` +
    `${short} readers missed findings`,
);
process.exitCode = most <= CONCURRENCY && short === 0 ? 0 : 1;
