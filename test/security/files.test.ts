import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeEvidence } from '../../examples/support/evidence-files.ts';
import { writeOwnFile } from '../../examples/support/write-own-file.ts';
import { directoryCheckpoint } from '../../src/fleet/checkpoint/directory-checkpoint.ts';
import { appendLine } from '../../src/journal/append-line.ts';
import { buildEvidence } from '../helpers/build-evidence.ts';

/* Whatever writes a file: what is in it tells how an account can be entered. */

let place = '';
let umask = 0;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'files-'));
  // The mode that is asked for, and not what the caller's mask happens to leave of it.
  umask = process.umask(0);
});
afterEach(async () => {
  process.umask(umask);
  await rm(place, { recursive: true, force: true });
});

interface Writer {
  /** Where it writes, in a directory that exists. */
  readonly file: string;
  write(text: string): Promise<void>;
  /** Lines are added to what is there; anything else is put in its place. */
  readonly appends?: boolean;
}

const evidence = buildEvidence({ regions: { 'us-east-1': 'clean' } });

const WRITERS: readonly (readonly [name: string, make: () => Writer])[] = [
  [
    'the journal',
    () => {
      const file = join(place, 'changes.jsonl');
      return { file, write: async (text) => appendLine(file, text), appends: true };
    },
  ],
  [
    'a checkpoint',
    () => {
      const directory = join(place, 'checkpoint');
      const write = async (text: string): Promise<void> =>
        directoryCheckpoint(directory).save('plan/run', text, { signal: undefined });
      return { file: join(directory, 'plan', 'run.json'), write };
    },
  ],
  [
    'evidence',
    () => {
      const file = join(place, 'evidence.json');
      return { file, write: async () => writeEvidence(file, evidence) };
    },
  ],
  [
    'a report',
    () => {
      const file = join(place, 'report.sarif');
      return { file, write: async (text) => writeOwnFile(file, text) };
    },
  ],
];

const modeOf = async (path: string): Promise<string> => ((await lstat(path)).mode & 0o777).toString(8);

describe.each(WRITERS)('%s', (_, make) => {
  it('is for its owner alone, and so are its directories', async () => {
    const { file, write } = make();
    await write('text');
    expect(await modeOf(file)).toBe('600');
    for (let folder = dirname(file); folder !== place; folder = dirname(folder))
      expect(await modeOf(folder)).toBe('700');
  });

  it('never writes through a link in its place', async () => {
    const { appends = false, file, write } = make();
    const victim = join(place, 'victim');
    await writeFile(victim, 'precious', { mode: 0o644 });
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await symlink(victim, file);
    const outcome = await write('text').then(
      () => 'written',
      (error: unknown) => (error as NodeJS.ErrnoException).code,
    );
    expect(await readFile(victim, 'utf8')).toBe('precious');
    expect((await stat(victim)).mode & 0o777).toBe(0o644);
    if (appends) expect(outcome).toBe('ELOOP');
    else expect([outcome, (await lstat(file)).isFile()]).toStrictEqual(['written', true]);
  });

  it('never creates what a dangling link names', async () => {
    const { file, write } = make();
    const elsewhere = join(place, 'elsewhere');
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await symlink(elsewhere, file);
    await write('text').catch(() => undefined);
    await expect(lstat(elsewhere)).rejects.toThrow('ENOENT');
  });

  it('leaves nothing beside it, also when it fails', async () => {
    const { appends = false, file, write } = make();
    await write('text');
    expect(await readdir(dirname(file))).toStrictEqual([file.slice(dirname(file).length + 1)]);
    if (appends) return;
    // A directory with something in it cannot be replaced by a file.
    await rm(file);
    await mkdir(join(file, 'inside'), { recursive: true });
    await expect(write('text')).rejects.toThrow();
    expect(await readdir(dirname(file))).toStrictEqual([file.slice(dirname(file).length + 1)]);
  });

  it('is at no time half-written for who reads it', async () => {
    const { appends = false, file, write } = make();
    if (appends) return;
    await write('first');
    const whole = new Set([await readFile(file, 'utf8')]);
    const long = 'x'.repeat(1_000_000);
    const writing = write(long);
    const state = { done: false };
    void writing.finally(() => (state.done = true)).catch(() => undefined);
    const seen = new Set<string>();
    while (!state.done) seen.add(await readFile(file, 'utf8'));
    await writing;
    whole.add(await readFile(file, 'utf8'));
    for (const text of seen) expect(whole.has(text)).toBe(true);
  });
});

it.each([['checkpoint', ''] as const, ['checkpoint/plan', 'plan'] as const])(
  'a checkpoint neither writes to nor trusts a directory that %s links to',
  async (name, within) => {
    const real = join(place, 'real');
    await mkdir(real, { mode: 0o700 });
    await mkdir(dirname(join(place, name)), { recursive: true, mode: 0o700 });
    await symlink(real, join(place, name));
    const checkpoint = directoryCheckpoint(join(place, 'checkpoint'));
    await expect(checkpoint.save('plan/run', 'text', { signal: undefined })).rejects.toThrow('symbolic link');
    await mkdir(join(real, within === '' ? 'plan' : ''), { recursive: true });
    await writeFile(join(real, within === '' ? 'plan/run.json' : 'run.json'), 'planted', { mode: 0o600 });
    await expect(checkpoint.load('plan/run', { signal: undefined })).rejects.toThrow('symbolic link');
  },
);

it('two writers of one file: one of the two texts, whole', async () => {
  const file = join(place, 'report');
  const texts = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(200_000));
  await Promise.all(texts.map(async (text) => writeOwnFile(file, text)));
  expect(texts).toContain(await readFile(file, 'utf8'));
  expect(await readdir(place)).toStrictEqual(['report']);
});
