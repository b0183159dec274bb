import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeAws, fleetAccount, fleetScenario, type FakeAws, type FakeServer } from '../../src/testing/index.ts';
import { environmentOf, runExample } from '../helpers/run-example.ts';

const CALLER = fleetAccount(0);
let fake: FakeAws;
let server: FakeServer;
let directory: string;

beforeEach(async () => {
  fake = createFakeAws(fleetScenario({ accounts: 3 }));
  server = await fake.listen();
  directory = await mkdtemp(join(tmpdir(), 'examples-fleet-'));
});
afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

const asked = (operation: string): number => fake.requests.filter((request) => request.operation === operation).length;

it('says with --estimate how many calls it would be and how many minutes, and asks for nothing but the accounts', async () => {
  const { code, stderr, stdout } = await runExample('fleet.ts', ['--estimate'], environmentOf(fake, server, CALLER));
  expect([code, stderr]).toStrictEqual([0, '']);
  // Of each account its role and its Regions, of each of 17 Regions one list of analyzers and three of one analyzer.
  expect(stdout).toBe(
    `3 accounts, 51 Regions of accounts: about ${3 * 2 + 51 * 4} calls, which take about 1 min with 64 in flight and 150 ms each\n`,
  );
  expect(new Set(fake.requests.map(({ operation }) => operation))).toStrictEqual(new Set(['ListAccounts']));
});

it('audits with the credentials of a profile, says the estimate first, and keeps a checkpoint', async () => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...env } = environmentOf(fake, server, CALLER);
  const config = join(directory, 'config');
  await writeFile(
    config,
    `[profile security]\naws_access_key_id = ${AWS_ACCESS_KEY_ID}\naws_secret_access_key = ${AWS_SECRET_ACCESS_KEY}\n`,
  );
  const checkpoint = join(directory, 'checkpoint');
  const options = ['--profile', 'security', '--checkpoint', checkpoint, '--json'];
  const { code, stderr, stdout } = await runExample('fleet.ts', options, { ...env, AWS_CONFIG_FILE: config });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ status: 'PASS', scope: { accounts: { length: 3 } } });
  const [estimate, plan, ...tasks] = stderr.trim().split('\n');
  expect(estimate).toMatch(/^3 accounts, 51 Regions of accounts: about 210 calls/);
  expect(plan).toBe('Auditing 3 accounts in 3 tasks');
  expect(tasks.map((line) => line.slice(0, 5))).toStrictEqual(['[1/3]', '[2/3]', '[3/3]']);
  expect(asked('AssumeRole')).toBe(2);
  const [run = ''] = await readdir(checkpoint);
  expect((await readdir(join(checkpoint, run))).sort()).toStrictEqual(
    [...[0, 1, 2].map(fleetAccount), 'run'].map((name) => `${name}.json`),
  );
});

it('refuses a wrong command line, and says how it goes', async () => {
  const { code, stderr } = await runExample('fleet.ts', ['--concurrency', 'many']);
  expect(code).toBe(64);
  expect(stderr).toContain('--concurrency: found "many", expected a whole number from 1');
  expect(stderr).toContain('Usage: npx tsx examples/fleet.ts');
});
