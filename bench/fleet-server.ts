/**
 * Run as a process of its own by bench/fleet.ts: a fake organization over HTTP, every answer late by some milliseconds. Says
 * where it is, and ends with its standard input.
 */
import { createFakeAws, DEFAULT_REGIONS, fleetAccount, fleetScenario } from 'access-analyzer-kit/testing';

const [accounts = 0, latencyMs = 0] = process.argv.slice(2).map(Number);
const fake = createFakeAws(fleetScenario({ accounts, regions: DEFAULT_REGIONS }));
fake.inject({ kind: 'delay', delayMs: latencyMs, times: Number.POSITIVE_INFINITY });
const server = await fake.listen();
process.stdout.write(`${JSON.stringify({ url: server.url, credentials: fake.credentialsFor(fleetAccount(0)) })}\n`);
process.stdin.resume().once('end', () => {
  void server.close();
});
