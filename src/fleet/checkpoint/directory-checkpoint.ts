import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Checkpoint } from './checkpoint.ts';

const DRAFT = /\.json\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/** A write takes far less than a second. */
const OLD_DRAFT_MS = 3_600_000;

/**
 * A checkpoint in a directory of the local disk: one file a name, for its owner alone. A file is written beside its place, brought to
 * the disk and then moved there, so a reader sees the whole of it or nothing.
 */
export function directoryCheckpoint(directory: string): Checkpoint {
  const ready = new Map<string, Promise<void>>();
  const fileOf = (name: string): string => join(directory, `${name}.json`);
  return {
    load: async (name) => {
      await refuseLink(directory);
      return readPlainFile(fileOf(name));
    },
    save: async (name, text) => {
      const file = fileOf(name);
      const folder = dirname(file);
      // Once a folder: an audit has thousands of tasks.
      const made = ready.get(folder) ?? makeFolder(directory, folder);
      ready.set(folder, made);
      await made.catch((error: unknown) => {
        ready.delete(folder);
        throw error;
      });
      await writeWhole(file, text);
    },
  };
}

async function makeFolder(directory: string, folder: string): Promise<void> {
  await refuseLink(directory);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await refuseLink(directory);
  await refuseLink(folder);
  await removeOldDrafts(folder);
}

/** What writes that were cut off left behind. A younger one may be another process's, which is still writing it. */
async function removeOldDrafts(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const drafts = names.filter((name) => DRAFT.test(name)).map((name) => join(folder, name));
  await Promise.allSettled(
    drafts.map(async (draft) => {
      if (Date.now() - (await lstat(draft)).mtimeMs > OLD_DRAFT_MS) await rm(draft);
    }),
  );
}

/** A link could lead what is written, and what is trusted, to anywhere. */
async function refuseLink(path: string): Promise<void> {
  const found = await lstat(path).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (found?.isSymbolicLink() === true) throw new Error(`${path} is a symbolic link: name the directory itself`);
}

async function readPlainFile(file: string): Promise<string | undefined> {
  await refuseLink(dirname(file));
  // Not waiting for the other end, should it be a pipe.
  const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  try {
    const { mode, uid, ...stats } = await handle.stat().then((found) => ({
      mode: found.mode,
      uid: found.uid,
      isFile: found.isFile(),
    }));
    if (!stats.isFile) throw new Error('it is not a plain file');
    const user = process.getuid?.();
    if (user !== undefined && (uid !== user || (mode & 0o022) !== 0)) {
      throw new Error('it belongs to another user, or others may write to it');
    }
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}.tmp`;
  // 'wx' never follows a link that somebody planted under this name.
  const handle = await open(draft, 'wx', 0o600);
  try {
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
