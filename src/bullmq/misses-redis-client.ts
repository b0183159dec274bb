import { createRequire } from 'node:module';

/**
 * Whether BullMQ, as a module sees it, finds no client of Redis: version 5 brings one along, version 6 leaves `ioredis` to its
 * users, and then fails late and in many ways. Where BullMQ is no package of its own (in a bundle), nobody can tell.
 */
export function missesRedisClient(module: string = import.meta.url): boolean {
  let bullmq: NodeJS.Require;
  try {
    bullmq = createRequire(createRequire(module).resolve('bullmq'));
  } catch {
    return false;
  }
  try {
    bullmq.resolve('ioredis');
    return false;
  } catch {
    return true;
  }
}
