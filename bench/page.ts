import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * What a reader of the page waits for in a real Chromium: first paint, search, sort, opening a finding. In a process of its own, since
 * the browser driver's types need those of a page.
 */
export async function pageBenchmark(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    join(import.meta.dirname, 'page', 'measure.ts'),
  ]);
  return stdout.trim();
}
