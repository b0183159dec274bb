import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { missesRedisClient } from '../../../src/bullmq/misses-redis-client.ts';

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'misses-redis-client-'));
});
afterEach(async () => rm(project, { recursive: true, force: true }));

/** Puts a package without content there. */
async function install(...path: readonly string[]): Promise<void> {
  const folder = join(project, ...path.flatMap((name) => ['node_modules', name]));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'index.js'), '');
}

it.each<[string, readonly (readonly string[])[], boolean]>([
  ['BullMQ brings it along', [['bullmq'], ['bullmq', 'ioredis']], false],
  ['it stands beside BullMQ', [['bullmq'], ['ioredis']], false],
  ['BullMQ stands alone', [['bullmq']], true],
  ['only somebody else has it', [['bullmq'], ['another', 'ioredis']], true],
  ['BullMQ is no package, as in a bundle', [], false],
])('the client of Redis, when %s', async (_name, packages, misses) => {
  for (const path of packages) await install(...path);
  expect(missesRedisClient(join(project, 'module.js'))).toBe(misses);
});
