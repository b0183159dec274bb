import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createFakeAws, type FakeAws, type FakeFault } from '../../src/testing/index.ts';
import { cleanScenario } from '../../src/testing/scenarios/index.ts';

/** Runs a script that reads until it is told to abort, and returns what it printed when the process ended by itself. */
async function runReader(
  fake: FakeAws,
  env: Record<string, string>,
): Promise<{ code: number | null; output: string; errors: string }> {
  const script = fileURLToPath(new URL('../helpers/read-and-abort.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...env },
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  await expect.poll(() => fake.requests.length).toBeGreaterThan(0);
  child.stdin.end();
  return { code: await closed, output, errors };
}

describe('after an abort nothing keeps the process alive', () => {
  // Were a timer or a socket left, the process would live for the minute that the fault lasts, and the test time out.
  it.each<[string, FakeFault]>([
    ['while an answer stalls', { kind: 'stall', times: Infinity }],
    ['while a body stalls', { kind: 'stall-body', times: Infinity }],
    ['while a long Retry-After is waited for', { kind: 'throttle', retryAfterSeconds: 55, times: Infinity }],
  ])(
    '%s',
    async (_name, fault) => {
      const fake = createFakeAws(cleanScenario({ regions: ['us-east-1'] }));
      fake.inject(fault);
      await using server = await fake.listen();
      const { accessKeyId, secretAccessKey } = fake.credentialsFor('111122223333');
      const { code, errors, output } = await runReader(fake, {
        AWS_ENDPOINT_URL: server.url,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_REGION: 'us-east-1',
      });
      // Node and tsx may have something to say about the environment there.
      expect({ code, output: output.trim() }, errors).toStrictEqual({ code: 0, output: 'rejected with the reason' });
    },
    50_000,
  );
});
