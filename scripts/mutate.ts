/**
 * Mutation testing, a command of its own that takes hours: `npm run mutate` for the folders that decide, one after the other, or
 * `npm run mutate -- evaluate` for one of them. Each folder's mutants meet the tests that hold that folder (see
 * test/mutation/vitest.config.ts). Writes reports/mutation/FOLDER.json and .html, and ends with a table of scores.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { MUTATED_FOLDERS } from '../test/mutation/folders.ts';

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

const root = resolve(import.meta.dirname, '..');
const reports = join(root, 'reports', 'mutation');
const known = Object.keys(MUTATED_FOLDERS);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No folder ${unknown.join(', ')}; there are ${known.join(', ')}`);
  process.exit(64);
}

const rows: string[] = [];
for (const folder of wanted.length > 0 ? wanted : known) {
  await mkdir(reports, { recursive: true });
  const mutate = [`src/${folder}/**/*.ts`, '!src/**/index.ts', '!src/access-levels/access-level-data.ts'].join(',');
  const { status } = spawnSync(join(root, 'node_modules', '.bin', 'stryker'), ['run', '--mutate', mutate], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, MUTATED: folder },
  });
  if (status !== 0) process.exit(status ?? 1);
  for (const ending of ['json', 'html']) {
    await rename(join(reports, `latest.${ending}`), join(reports, `${folder}.${ending}`));
  }
  rows.push(scoreOf(folder, JSON.parse(await readFile(join(reports, `${folder}.json`), 'utf8')) as Report));
}
console.log(rows.join('\n'));

/** The score leaves out what Stryker ignored: mutants of code that runs once, while its module is loaded. */
function scoreOf(folder: string, { files }: Report): string {
  const statuses = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (...of: readonly string[]): number => statuses.filter((status) => of.includes(status)).length;
  const caught = count('Killed', 'Timeout');
  const missed = count('Survived', 'NoCoverage');
  const score = ((100 * caught) / (caught + missed)).toFixed(1);
  return `${folder.padEnd(14)} ${score.padStart(5)} % of ${caught + missed} mutants caught, ${count('Ignored')} ignored`;
}
