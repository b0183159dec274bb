import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requiredPermissions } from 'access-analyzer-kit';
import { expect, it } from 'vitest';
import { markdownBlocks } from './blocks.ts';
import { actionsToAct, actionsToRead, permissionsRows } from './permissions.ts';

const repository = join(import.meta.dirname, '..', '..');
const read = (document: string): Promise<string> => readFile(join(repository, document), 'utf8');

interface PolicyDocument {
  readonly Statement: readonly { readonly Effect: string; readonly Action: readonly string[] }[];
}

/** The actions of each block of JSON that is an IAM policy. */
async function policiesOf(document: string): Promise<string[][]> {
  return markdownBlocks(document, await read(document))
    .filter(({ language, text }) => language === 'json' && text.includes('"Statement"'))
    .map(({ text }) => JSON.parse(text) as PolicyDocument)
    .map(({ Statement }) => Statement.flatMap(({ Action }) => Action).sort());
}

it('the README allows what reading needs, no more and no less', async () => {
  const [toRead, toAct = actionsToAct(requiredPermissions)] = await policiesOf('README.md');
  expect(toRead).toEqual(actionsToRead(requiredPermissions));
  expect(toAct).toEqual(actionsToAct(requiredPermissions));
});

it('the guide allows what reading needs, and apart from it what acting needs on top', async () => {
  const [toRead, toAct] = await policiesOf('docs/guide-permissions.md');
  expect(toRead).toEqual(actionsToRead(requiredPermissions));
  expect(toAct).toEqual(actionsToAct(requiredPermissions));
});

it("the guide's table is requiredPermissions", async () => {
  const text = await read('docs/guide-permissions.md');
  const table = /<!-- permissions -->\n([^]*?)\n<!-- \/permissions -->/.exec(text)?.[1] ?? '';
  const [, , ...rows] = table.trim().split('\n').map(cellsOf);
  expect(rows).toEqual(permissionsRows(requiredPermissions));
});

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
