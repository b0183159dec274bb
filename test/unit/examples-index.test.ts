import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const examples = join(root, 'examples');

/** Everything in the folder that is an example: what they share and the index are none. */
const names = (await readdir(examples, { withFileTypes: true }))
  .filter(({ name }) => name !== 'README.md' && name !== 'support')
  .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));

const index = await readFile(join(examples, 'README.md'), 'utf8');
/** The rows of the index: file, what it is, how to run it. */
const rows = index
  .split('\n')
  .map((line) => /^\| \[([^\]]+)\]\(([^)]+)\) +\| (.+?) +\| (.+?) +\|$/.exec(line))
  .filter((match) => match !== null)
  .map(([, name = '', link = '', what = '', how = '']) => ({ name, link, what, how }));

const tests = (
  await Promise.all(
    (await readdir(join(root, 'test'), { recursive: true }))
      .filter((file) => file.endsWith('.test.ts') && !file.endsWith('examples-index.test.ts'))
      .map((file) => readFile(join(root, 'test', file), 'utf8')),
  )
).join('\n');

/** What the scripts themselves say, for the files that they read. */
const scripts = (
  await Promise.all(names.filter((name) => name.endsWith('.ts')).map((name) => readFile(join(examples, name), 'utf8')))
).join('\n');

test('the index lists every example once, and nothing else', () => {
  expect(rows.map(({ name }) => name).sort()).toEqual([...names].sort());
});

describe.each(rows)('$name', ({ how, link, name, what }) => {
  test('says what it is and how to run it, and its link leads there', async () => {
    expect(what).not.toBe('');
    expect(how).not.toBe('');
    expect(link.startsWith(name)).toBe(true);
    expect((await readFile(join(examples, link), 'utf8')).length).toBeGreaterThan(0);
  });

  test(name.endsWith('.ts') ? 'is run by a test' : 'is used by a test, or by a script that is run', () => {
    const isFolder = name.endsWith('/');
    // By its path or as the name of a script; of a folder, what lies in it.
    const named = new RegExp(isFolder ? `examples/${name}\\w` : `['/]${name.replaceAll('.', '\\.')}['?]`);
    expect(named.test(name.endsWith('.ts') ? tests : tests + scripts), `${named.source} in a test`).toBe(true);
  });
});

test('a script is run as the index says', () => {
  for (const { how, name } of rows) {
    if (!name.endsWith('.ts') || !how.includes('npx tsx')) continue;
    expect(how).toContain(`npx tsx examples/${name}`);
  }
});
