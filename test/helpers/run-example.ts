import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { FakeAws, FakeServer } from '../../src/testing/index.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');

/** How a script ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script in a process of its own, with nothing of this machine's AWS configuration. */
export function runExample(
  script: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const clean = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    NO_COLOR: '1',
    ...env,
  };
  const argv = ['--import', 'tsx', join(EXAMPLES, script), ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, argv, { env: clean, cwd: EXAMPLES, timeout: 100_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });
}

/** The environment in which the standard SDK reaches an account of a fake, as it would reach AWS. */
export function environmentOf(fake: FakeAws, server: FakeServer, account: string): Record<string, string> {
  const { accessKeyId, secretAccessKey } = fake.credentialsFor(account);
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_ENDPOINT_URL: server.url,
    AWS_REGION: 'us-east-1',
    AWS_MAX_ATTEMPTS: '1',
  };
}

let imports = 0;

/** Runs a script in this process, as quickly as a function; what it prints is collected, and what it set is put back. */
export async function importExample(
  script: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  onLog?: (text: string) => void,
): Promise<Ended> {
  const { argv, exitCode } = process;
  const printed = { log: [] as string[], error: [] as string[] };
  const spies = (['log', 'error'] as const).map((stream) =>
    vi.spyOn(console, stream).mockImplementation((text: unknown) => {
      printed[stream].push(`${String(text)}\n`);
      if (stream === 'log') onLog?.(String(text));
    }),
  );
  const listeners = process.listeners('SIGINT');
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  process.argv = [process.execPath, join(EXAMPLES, script), ...args];
  process.exitCode = 0;
  try {
    imports += 1;
    // Another query is another module, so that it runs again.
    await import(/* @vite-ignore */ `${join(EXAMPLES, script)}?run=${imports}`);
    return { code: process.exitCode, stdout: printed.log.join(''), stderr: printed.error.join('') };
  } finally {
    process.argv = argv;
    process.exitCode = exitCode;
    vi.unstubAllEnvs();
    for (const spy of spies) spy.mockRestore();
    for (const listener of process.listeners('SIGINT')) {
      if (!listeners.includes(listener)) process.off('SIGINT', listener);
    }
  }
}
