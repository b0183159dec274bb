import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import MarkdownIt from 'markdown-it';
import { expect, it } from 'vitest';
import { markdownFiles } from './blocks.ts';

const repository = join(import.meta.dirname, '..', '..');
const parser = new MarkdownIt();

it('every link between the documents leads somewhere, to a heading too', async () => {
  const documents = await markdownFiles(repository);
  const lost = await Promise.all(
    documents.map(async (document) => {
      const targets = linksOf(await readFile(join(repository, document), 'utf8'));
      const checked = await Promise.all(
        targets.map(async (target) => ((await leads(document, target)) ? [] : [target])),
      );
      return checked.flat().map((target) => `${document}: ${target}`);
    }),
  );
  expect(lost.flat()).toEqual([]);
});

it('the index of the guides lists all of them, for the site and for readers', async () => {
  const text = await readFile(join(repository, 'docs/index.md'), 'utf8');
  const children = [...text.matchAll(/^ {2}- \.\/(.+\.md)$/gm)].map(([, name = '']) => name);
  const guides = (await readdir(join(repository, 'docs'))).filter(
    (name) => name.endsWith('.md') && name !== 'index.md',
  );
  expect([...children].sort()).toEqual(guides.sort());
  expect(linksOf(text).sort()).toEqual(expect.arrayContaining(guides));
});

function linksOf(text: string): string[] {
  const inline = parser.parse(text, {}).flatMap(({ children }) => children ?? []);
  return inline
    .filter(({ type }) => type === 'link_open')
    .map((token) => String(token.attrGet('href') ?? ''))
    .filter((target) => !/^[a-z]+:/.test(target));
}

async function leads(document: string, target: string): Promise<boolean> {
  const [path = '', heading] = target.split('#');
  const file = path === '' ? document : normalize(join(dirname(document), decodeURIComponent(path)));
  const found = await stat(join(repository, file)).catch(() => undefined);
  if (found === undefined) return false;
  if (heading === undefined || !found.isFile()) return true;
  return headingsOf(await readFile(join(repository, file), 'utf8')).includes(heading);
}

/** The names by which headings are linked to, as GitHub and TypeDoc make them. */
function headingsOf(text: string): string[] {
  const tokens = parser.parse(text, {});
  return tokens.flatMap(({ type }, index) => {
    if (type !== 'heading_open') return [];
    const title = (tokens[index + 1]?.children ?? []).map(({ content }) => content).join('');
    return [
      title
        .trim()
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(/\s/g, '-'),
    ];
  });
}
