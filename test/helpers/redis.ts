import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Redis of a test's own. */
export interface Redis {
  readonly connection: { readonly host: string; readonly port: number };
  stop(): Promise<void>;
}

/** Why there can be no Redis here; undefined when there can. */
export function redisMissing(): string | undefined {
  if (spawnSync('redis-server', ['--version']).error !== undefined) return 'redis-server is not installed';
  try {
    createRequire(import.meta.url).resolve('ioredis');
  } catch {
    return 'ioredis, which BullMQ needs, is not installed';
  }
  return undefined;
}

/** Starts a Redis on a free loopback port, without anything on disk, and waits until it answers. */
export async function startRedis(): Promise<Redis> {
  const port = await freePort();
  const directory = await mkdtemp(join(tmpdir(), 'redis-'));
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let said = '';
    server.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ready to accept connections')) resolve();
    });
    void ended.then(() => reject(new Error(`redis-server ended: ${said}`)));
  });
  return {
    connection: { host: '127.0.0.1', port },
    stop: async () => {
      server.kill('SIGKILL');
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
