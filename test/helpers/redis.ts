import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';

/** A Redis of a test's own. */
export interface Redis {
  readonly connection: { readonly host: string; readonly port: number };
  stop(): Promise<void>;
}

/** Why there can be no Redis here; undefined when there can. */
export function redisMissing(): string | undefined {
  // Half installed it is there and does not run.
  if (spawnSync('redis-server', ['--version']).status !== 0) return 'redis-server is not installed';
  try {
    createRequire(import.meta.url).resolve('ioredis');
  } catch {
    return 'ioredis, which BullMQ needs, is not installed';
  }
  return undefined;
}

/** Tests that have one Redis together; skipped, with the reason in their title, where there can be none. */
export function describeWithRedis(title: string, tests: (redis: () => Redis) => void): void {
  const missing = redisMissing();
  const full = missing === undefined ? title : `${title} (skipped: ${missing})`;
  describe.skipIf(missing !== undefined)(full, { timeout: 120_000 }, () => {
    let redis: Redis;
    beforeAll(async () => {
      redis = await startRedis();
    });
    afterAll(async () => redis.stop());
    tests(() => redis);
  });
}

/** Another process may take a port between its choice and its use. */
const TRIES = 5;

/** Starts a Redis on a free loopback port, without anything on disk, and waits until it answers. */
export async function startRedis(): Promise<Redis> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startRedisOn(await freePort());
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
}

async function startRedisOn(port: number): Promise<Redis> {
  const directory = await mkdtemp(join(tmpdir(), 'redis-'));
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    server.kill('SIGKILL');
    await ended;
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await new Promise<void>((resolve, reject) => {
      let said = '';
      server.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('Ready to accept connections')) resolve();
      });
      void ended.then(() => reject(new Error(`redis-server ended: ${said}`)));
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { connection: { host: '127.0.0.1', port }, stop };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
