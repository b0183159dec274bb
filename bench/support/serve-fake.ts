/**
 * Run as a process of its own by start-fake.ts: a scenario over HTTP, every answer late by some milliseconds. Says where it
 * is, and ends with its standard input.
 */
import { createFakeAws } from 'access-analyzer-kit/testing';
import { READ_ACCOUNT, readScenarios } from './read-scenarios.ts';

const [name = '', count = '0', latencyMs = '0'] = process.argv.slice(2);
const scenario = readScenarios[name];
if (scenario === undefined) throw new Error(`No scenario ${name}`);
const fake = createFakeAws(scenario(Number(count)));
if (Number(latencyMs) > 0) fake.inject({ kind: 'delay', delayMs: Number(latencyMs), times: Number.POSITIVE_INFINITY });
// What is kept of each request would grow with the benchmark.
setInterval(() => {
  fake.clearRequests();
}, 1000).unref();
const server = await fake.listen();
process.stdout.write(`${JSON.stringify({ url: server.url, credentials: fake.credentialsFor(READ_ACCOUNT) })}\n`);
process.stdin.resume().once('end', () => {
  void server.close();
});
