/**
 * Dependencies between the folders of src/ point one way: a folder may import those of an earlier row, never one of its
 * own row or a later one. Pure folders import no SDK, not even a type.
 */
import { dirname, relative, resolve, sep } from 'node:path';
import { filesBelow, importsOf } from './lib/modules.ts';

const PURE: readonly (readonly string[])[] = [
  ['errors'],
  ['access-levels'],
  ['model'],
  ['filters'],
  ['risk'],
  ['evaluate', 'remediation'],
  ['report', 'events'],
];

const INPUT_OUTPUT: readonly (readonly string[])[] = [
  ['clients'],
  ['regions'],
  ['analyzers', 'journal'],
  ['findings'],
  ['archive-rules', 'rescan'],
  ['s3'],
  ['evidence'],
  ['fleet', 'watch'],
  ['securityhub', 'bullmq'],
];

const pureFolders = PURE.flat();
const allowed = new Map<string, readonly string[]>([
  ...rows(PURE, []),
  ...rows(INPUT_OUTPUT, pureFolders),
  ['testing', pureFolders],
  ['pure.ts', pureFolders],
  ['index.ts', ['pure.ts', ...pureFolders, ...INPUT_OUTPUT.flat()]],
]);

function rows(order: readonly (readonly string[])[], before: readonly string[]): [string, readonly string[]][] {
  return order.flatMap((row, index) =>
    row.map((folder): [string, readonly string[]] => [folder, [...before, ...order.slice(0, index).flat()]]),
  );
}

const root = resolve(import.meta.dirname, '..', 'src');
const place = (file: string): string => relative(root, file).split(sep)[0] ?? '';
const wrong: string[] = [];
const files = await filesBelow(root, '.ts');

for (const file of files) {
  const from = place(file);
  const may = allowed.get(from);
  if (!may) {
    wrong.push(`src/${from}: not in the order; give it a row in scripts/check-dependency-direction.ts`);
    continue;
  }
  for (const name of await importsOf(file)) {
    const at = `src/${relative(root, file)}`;
    if (name.startsWith('.')) {
      const to = place(resolve(dirname(file), name));
      if (to !== from && !may.includes(to)) wrong.push(`${at}: imports ${name}, and ${from} may not use ${to}`);
    } else if (/^@(aws-sdk|smithy|aws-crypto)\//.test(name) && [...pureFolders, 'pure.ts', 'testing'].includes(from)) {
      wrong.push(`${at}: imports ${name}, and ${from} is pure`);
    }
  }
}

if (wrong.length > 0) {
  console.error([...new Set(wrong)].join('\n'));
  process.exitCode = 1;
} else {
  console.log(`${files.length} files of src/ import in the allowed direction`);
}
