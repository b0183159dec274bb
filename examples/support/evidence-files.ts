import { readFile } from 'node:fs/promises';
import { mergeEvidence, parseEvidence, type Evidence } from 'access-analyzer-kit';
import { writeOwnFile } from './write-own-file.ts';

/** Reads evidence from files and joins it. */
export async function readEvidence(files: readonly string[]): Promise<Evidence> {
  const parts = await Promise.all(files.map(async (file) => parseEvidence(JSON.parse(await readFile(file, 'utf8')))));
  const [first, ...rest] = parts;
  if (first === undefined) throw new TypeError('No evidence file was named.');
  return rest.length === 0 ? first : mergeEvidence(first, ...rest);
}

/** Writes evidence so that a reader sees the whole file or none, and nobody but its owner can read it. */
export async function writeEvidence(file: string, evidence: Evidence): Promise<void> {
  await writeOwnFile(file, `${JSON.stringify(evidence)}\n`);
}
