import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The Chromium of this machine, found on the PATH and never downloaded; undefined where there is none that runs. */
export function findBrowser(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const files = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  // Half installed it is there and does not run.
  return files.find((file) => existsSync(file) && spawnSync(file, ['--version'], { timeout: 30_000 }).status === 0);
}
