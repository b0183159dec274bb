import { afterAll, afterEach, beforeAll, describe, it, vi } from 'vitest';
import { redisMissing } from '../helpers/redis.ts';
import { readBlockModules } from './block-modules.ts';
import { Idle } from './idle-signal.ts';
import { openPlace } from './place.ts';

const modules = (await readBlockModules()).filter(({ runs }) => runs);
const documents = [...new Set(modules.map(({ block }) => block.document))];
const noRedis = redisMissing();

beforeAll(() => {
  // What the blocks print is for their readers.
  for (const method of ['log', 'warn', 'error', 'table'] as const) vi.spyOn(console, method).mockReturnValue();
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
  process.exitCode = undefined;
});
afterAll(() => {
  vi.restoreAllMocks();
});

for (const document of documents) {
  describe(document, () => {
    let place: Awaited<ReturnType<typeof openPlace>>;
    beforeAll(async () => {
      place = await openPlace();
    });
    afterAll(() => place.close());

    for (const { block, path, prelude } of modules.filter((module) => module.block.document === document)) {
      it(`runs line ${block.line}`, async (context) => {
        if (prelude.includes('connection') && noRedis !== undefined) context.skip(noRedis);
        try {
          await import(path);
        } catch (error) {
          if (!(error instanceof Idle)) throw error;
        }
      });
    }
  });
}
