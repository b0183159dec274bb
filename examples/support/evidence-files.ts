import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { mergeEvidence, parseEvidence, type Evidence } from 'access-analyzer-kit';

/** Reads evidence from files and joins it. */
export async function readEvidence(files: readonly string[]): Promise<Evidence> {
  const parts = await Promise.all(files.map(async (file) => parseEvidence(JSON.parse(await readFile(file, 'utf8')))));
  const [first, ...rest] = parts;
  if (first === undefined) throw new TypeError('No evidence file was named.');
  return rest.length === 0 ? first : mergeEvidence(first, ...rest);
}

/** Writes evidence so that a reader sees the whole file or none, and nobody but its owner can read it. */
export async function writeEvidence(file: string, evidence: Evidence): Promise<void> {
  const draft = `${file}.${randomUUID()}.tmp`;
  // 'wx' never follows a link that somebody planted under this name.
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(evidence)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
