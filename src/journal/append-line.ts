import { constants, open } from 'node:fs/promises';

/**
 * Appends one line to a file in a single write, so that lines of several processes never mix, and waits until the disk has it. The
 * file is made for its owner alone; a symbolic link in its place is refused, since it could point to anything.
 */
export async function appendLine(path: string, line: string): Promise<void> {
  const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
  const file = await open(path, O_APPEND | O_CREAT | O_NOFOLLOW | O_WRONLY, 0o600);
  try {
    const bytes = Buffer.from(`${line}\n`);
    const { bytesWritten } = await file.write(bytes);
    if (bytesWritten !== bytes.length) throw new Error(`only ${bytesWritten} of ${bytes.length} bytes were written`);
    // A pipe or terminal has no disk to wait for.
    if ((await file.stat()).isFile()) await file.datasync();
  } finally {
    await file.close();
  }
}
