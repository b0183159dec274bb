import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LANGUAGES, readBlocks, type Block } from './blocks.ts';

const repository = join(import.meta.dirname, '..', '..');
const blocks = await readBlocks();
const of = (language: string): Block[] => blocks.filter((block) => block.language === language);

it('every block says what it is, so that none escapes its check', () => {
  const unknown = blocks.filter(
    ({ flags, language }) =>
      !LANGUAGES.includes(language) || flags.some((flag) => language !== 'ts' || flag !== 'no-run'),
  );
  expect(unknown.map(at)).toEqual([]);
});

it('every block of JSON can be parsed', () => {
  const wrong = of('json').flatMap((block) => {
    try {
      JSON.parse(block.text);
      return [];
    } catch (error) {
      return [`${at(block)} ${String(error)}`];
    }
  });
  expect(wrong).toEqual([]);
});

it('every npm script and every file that a command names exists', async () => {
  const { scripts } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const wrong = of('sh').flatMap((block) => {
    const runs = [...block.text.matchAll(/npm run (?:--silent |-s )?([\w:-]+)/g)].map(([, name = '']) => name);
    const files = [...block.text.matchAll(/\b(?:examples|scripts|bench|test|\.ci)\/[\w./-]+\.\w+/g)].map(
      ([name]) => name,
    );
    return [
      ...runs.filter((name) => !(name in scripts)).map((name) => `${at(block)} npm run ${name}`),
      ...files.filter((name) => !existsSync(join(repository, name))).map((name) => `${at(block)} ${name}`),
    ];
  });
  expect(wrong).toEqual([]);
});

function at({ document, flags, language, line }: Block): string {
  return `${document}:${line} ${[language, ...flags].join(' ')}`;
}
