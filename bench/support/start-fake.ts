import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A fake in another process, so that what it costs is not measured. */
export interface FakeProcess extends AsyncDisposable {
  readonly url: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Starts one of the scenarios of read-scenarios.ts. */
export async function startFake(
  scenario: string,
  { count = 0, latencyMs = 0 }: { readonly count?: number; readonly latencyMs?: number } = {},
): Promise<FakeProcess> {
  const child = startScript('serve-fake.ts', [scenario, String(count), String(latencyMs)]);
  const { url, credentials } = (await firstLine(child)) as FakeProcess;
  return {
    url,
    credentials,
    [Symbol.asyncDispose]: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.stdin?.end();
      await ended;
    },
  };
}

/** Runs a script of this folder in a process of its own; its standard input is its life line. */
export function startScript(name: string, args: readonly string[]): ChildProcess {
  const script = fileURLToPath(new URL(name, import.meta.url));
  return spawn(process.execPath, ['--import', 'tsx', script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
}

/** The JSON that a script says first. */
export async function firstLine({ stdout }: ChildProcess): Promise<unknown> {
  if (stdout === null) throw new Error('The script has no output');
  for await (const line of createInterface(stdout)) return JSON.parse(line) as unknown;
  throw new Error('The script said nothing');
}
