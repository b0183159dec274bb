import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import MarkdownIt from 'markdown-it';

/** One fenced block of code of a document or of a TSDoc comment. */
export interface Block {
  /** Relative to the repository. */
  readonly document: string;
  /** The line in the document on which the code begins, from 1. */
  readonly line: number;
  /** The first word after the fence: `ts`. */
  readonly language: string;
  /** The words after it: `no-run`. */
  readonly flags: readonly string[];
  readonly text: string;
}

/** What is said after a fence: code that is checked and run, data that is parsed, commands that exist, and what is only read. */
export const LANGUAGES: readonly string[] = ['ts', 'json', 'sh', 'text', 'yaml', 'hcl', 'toml', 'md', 'html', 'csv'];

const repository = join(import.meta.dirname, '..', '..');

const parser = new MarkdownIt();

/** Every block of the documents for people and of the TSDoc of the source, in the order of the documents' names. */
export async function readBlocks(root: string = repository): Promise<Block[]> {
  const documents = [...(await markdownFiles(root)), ...(await files(root, join(root, 'src'), '.ts', true))];
  const blocks = await Promise.all(
    documents.map(async (document) => {
      const text = await readFile(join(root, document), 'utf8');
      return document.endsWith('.md') ? markdownBlocks(document, text) : tsdocBlocks(document, text);
    }),
  );
  return blocks.flat();
}

/** The documents for people, relative to the repository: those at its top, the guides, and the examples' own. */
export async function markdownFiles(root: string): Promise<string[]> {
  const found = await Promise.all([
    files(root, root, '.md', false),
    files(root, join(root, 'docs'), '.md', false),
    files(root, join(root, 'examples'), '.md', true),
  ]);
  return found.flat();
}

async function files(root: string, folder: string, extension: string, recursive: boolean): Promise<string[]> {
  const entries = await readdir(folder, { recursive, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((name) => !name.includes('node_modules'))
    .sort();
}

/** The fenced blocks of a Markdown text that begins on a line of its document. */
export function markdownBlocks(document: string, text: string, firstLine = 1): Block[] {
  return parser.parse(text, {}).flatMap(({ type, info, content, map }) => {
    if (type !== 'fence' || map === null) return [];
    const [language = '', ...flags] = info.trim().split(/\s+/);
    return [{ document, line: firstLine + map[0] + 1, language, flags, text: content }];
  });
}

/** The fenced blocks in the TSDoc comments of a source text. */
export function tsdocBlocks(document: string, source: string): Block[] {
  return [...source.matchAll(/^[ \t]*\/\*\*.*?\*\//gms)].flatMap((comment) => {
    const line = source.slice(0, comment.index).split('\n').length;
    const text = comment[0].replace(/\*\/$/, '').replaceAll(/^[ \t]*\/?\*+ ?/gm, '');
    return markdownBlocks(document, text, line);
  });
}

/** Whether the block is part of a document that is read from top to bottom; a TSDoc example stands alone. */
export function isGuide({ document }: Pick<Block, 'document'>): boolean {
  return document.endsWith('.md');
}
