import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { createClients, createEvaluator } from 'access-analyzer-kit';
import { collectFleetEvidence } from 'access-analyzer-kit/fleet';
import { DEFAULT_REGIONS, fleetAccount } from 'access-analyzer-kit/testing';
import { ratio } from './median.ts';

/** `FLEET_ACCOUNTS=50 npm run bench -- fleet` for a short one. */
const ACCOUNTS = Number(process.env['FLEET_ACCOUNTS'] ?? 1000);
const CONCURRENCY = Number(process.env['FLEET_CONCURRENCY'] ?? 64);
const LATENCY_MS = 20;
/** What the memory of many accounts is compared with. */
const FEW = 20;

/**
 * Audits 1,000 accounts × 17 Regions in this process against the fake in another, 20 ms an answer, and folds the evidence into a
 * verdict. The peer of the time is what the requests take at least at this concurrency; of the memory, 20 accounts.
 */
export async function fleetBenchmark(): Promise<string> {
  const few = await audit(FEW);
  const { cpuMs, inFlight, memory, requests, seconds, status, tasks } = await audit(ACCOUNTS);
  if (inFlight > CONCURRENCY) throw new Error(`${inFlight} requests were in flight, more than ${CONCURRENCY}`);
  if (tasks !== ACCOUNTS * DEFAULT_REGIONS.length) throw new Error(`Only ${tasks} tasks were done`);
  const floor = (requests * LATENCY_MS) / CONCURRENCY / 1000;
  return [
    `collectFleetEvidence, ${ACCOUNTS} accounts × ${DEFAULT_REGIONS.length} Regions, ${LATENCY_MS} ms an answer:`,
    `${ratio(seconds, floor)} × the time that ${requests} requests take with ${CONCURRENCY} always in flight,`,
    `${ratio(memory, few.memory)} × the peak memory of ${FEW} accounts;`,
    `${Math.round(tasks / seconds)} tasks/s, ${Math.round(requests / seconds)} requests/s, ${Math.round(seconds)} s, ${(cpuMs / requests).toFixed(1)} ms CPU a request,`,
    `peak ${Math.round(memory / 2 ** 20)} MiB, at most ${inFlight} of ${CONCURRENCY} requests in flight, ${status}`,
  ].join(' ');
}

interface Run {
  readonly tasks: number;
  readonly requests: number;
  readonly seconds: number;
  readonly cpuMs: number;
  readonly memory: number;
  readonly inFlight: number;
  readonly status: string;
}

async function audit(accounts: number): Promise<Run> {
  const server = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      fileURLToPath(new URL('fleet-server.ts', import.meta.url)),
      String(accounts),
      String(LATENCY_MS),
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  try {
    const line = await new Promise<string>((resolve) =>
      server.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
    );
    const { credentials, url } = JSON.parse(line) as {
      credentials: { accessKeyId: string; secretAccessKey: string };
      url: string;
    };
    const plain = new NodeHttpHandler({ httpAgent: { keepAlive: true, maxSockets: CONCURRENCY } });
    let requests = 0;
    let now = 0;
    let inFlight = 0;
    await using clients = createClients({
      endpoint: url,
      credentials,
      concurrency: CONCURRENCY,
      requestHandler: {
        handle: async (request, options) => {
          requests += 1;
          now += 1;
          inFlight = Math.max(inFlight, now);
          try {
            return await plain.handle(request as never, options);
          } finally {
            now -= 1;
          }
        },
      },
    });
    let memory = 0;
    const watch = setInterval(() => (memory = Math.max(memory, process.memoryUsage.rss())), 50);
    const started = performance.now();
    const cpu = process.cpuUsage();
    const evaluator = createEvaluator([]);
    let tasks = 0;
    const parts = collectFleetEvidence({
      clients,
      accounts: Array.from({ length: accounts }, (_, number) => fleetAccount(number)),
      regions: DEFAULT_REGIONS,
      roleName: 'access-analyzer-audit',
      concurrency: CONCURRENCY,
    });
    for await (const { regions, scopes } of parts) {
      tasks += 1;
      for (const scope of scopes) evaluator.addScope(scope);
      for (const record of regions) evaluator.add(record);
    }
    const read = performance.now() - started;
    const { user, system } = process.cpuUsage(cpu);
    const { status } = evaluator.finish();
    const judged = performance.now() - started - read;
    clearInterval(watch);
    plain.destroy();
    if (process.env['FLEET_DETAILS'] !== undefined)
      console.error(`${accounts} accounts: read ${read} ms, judged ${judged} ms`);
    return { tasks, requests, seconds: read / 1000, cpuMs: (user + system) / 1000, memory, inFlight, status };
  } finally {
    server.stdin.end();
  }
}
