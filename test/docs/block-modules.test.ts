import { describe, expect, it } from 'vitest';
import { blockModules, type BlockModule } from './block-modules.ts';
import { markdownBlocks, tsdocBlocks } from './blocks.ts';
import { claim } from './claim.ts';
import { freeNames, parseBlock } from './names.ts';
import { compile, typeErrors } from './type-check.ts';

const exported = new Map([
  ['evaluate', { name: 'evaluate', type: false, from: 'access-analyzer-kit' }],
  ['Verdict', { name: 'Verdict', type: true, from: 'access-analyzer-kit' }],
]);

function guide(...texts: readonly string[]): BlockModule[] {
  const markdown = texts.map((text) => `\`\`\`ts\n${text}\n\`\`\`\n`).join('\n');
  return blockModules(markdownBlocks('guide.md', markdown), exported);
}

describe('blocks are found', () => {
  it('in Markdown, with their line, language and flags', () => {
    const text = 'Text\n\n```ts no-run\na;\nb;\n```\n\n- item\n\n  ```json\n  {}\n  ```\n';
    expect(markdownBlocks('guide.md', text)).toEqual([
      { document: 'guide.md', line: 4, language: 'ts', flags: ['no-run'], text: 'a;\nb;\n' },
      { document: 'guide.md', line: 11, language: 'json', flags: [], text: '{}\n' },
    ]);
  });

  it('in TSDoc, without the stars', () => {
    const text =
      'const a = 1;\n/**\n * Text.\n * @example\n * ```ts\n * if (a) {\n *   b();\n * }\n * ```\n */\nfunction b() {}\n';
    expect(tsdocBlocks('src/a.ts', text)).toEqual([
      { document: 'src/a.ts', line: 6, language: 'ts', flags: [], text: 'if (a) {\n  b();\n}\n' },
    ]);
  });
});

describe('names are found', () => {
  it.each([
    ['a.b.c({ d, e: f, [g]: 1 })', ['a', 'd', 'f', 'g']],
    ['const { a: b, c = d } = e; b + c;', ['d', 'e']],
    ['for await (const a of b(c)) a.d(e);', ['b', 'c', 'e']],
    ['const a: B<C> = (d: E) => d;', ['B', 'C', 'E']],
    ['import { a as b } from "c"; b(import.meta.url);', []],
    ['interface A { b: C; d(): void }', ['C']],
  ])('%s', (text, names) => {
    expect(freeNames(parseBlock(text))).toEqual(names);
  });
});

describe('a block becomes a module', () => {
  it('whose lines are those of the document', () => {
    const [module] = guide('one;\ntwo;');
    expect(module?.text.split('\n').slice(1, 3)).toEqual(['one;', 'two;']);
  });

  it('that takes what it lacks from the nearest block before it', () => {
    const [, , third] = guide('const a = 1;', 'const a = 2;', 'a;', 'const a = 3;');
    expect(third?.text).toContain("import { a } from './guide.md.6.ts';");
  });

  it('that imports what a block before it imported', () => {
    const [, second] = guide("import { type A, b as c } from 'd';", 'const e: A = c;');
    expect(second?.text).toContain("import { type A } from 'd'; import { b as c } from 'd';");
  });

  it('that keeps what a later block uses from being disposed of', () => {
    const [first, second] = guide('await using a = b(1);', 'a;');
    expect(first?.text).toContain('\nconst a = keep(b(1));\n');
    expect(first?.text).toContain('export { a };');
    expect(second?.text).toContain("import { a } from './guide.md.2.ts';");
    expect(guide('await using a = b(1);')[0]?.text).toContain('\nawait using a = b(1);\n');
  });

  it('that is held to the values in its comments, and to no other comment', () => {
    const [module] = guide(
      "a(1); // 2\nconsole.log(b);\n// { c: ['d'] }\ne(); // PASS, or not\nconsole.log(f, g); // 3",
    );
    expect(module?.text.split('\n').slice(1, 6)).toEqual([
      'claim(a(1), 2); // 2',
      "console.log(claim(b, { c: ['d'] }));",
      "// { c: ['d'] }",
      'e(); // PASS, or not',
      'console.log(f, g); // 3',
    ]);
  });

  it('that does not run after one that is not run', () => {
    const text = '```ts no-run\nconst a = 1;\n```\n\n```ts\na;\n```\n';
    expect(blockModules(markdownBlocks('guide.md', text), exported)[1]?.text).toContain(
      "throw new Error('a comes from guide.md:2, which is not run');",
    );
  });

  it('in TSDoc with the exports of the package and the prelude; in a guide with neither', () => {
    const text = '/**\n * ```ts\n * const verdict: Verdict = evaluate(evidence);\n * ```\n */';
    const [module] = blockModules(tsdocBlocks('src/a.ts', text), exported);
    expect(module?.text).toContain("import { type Verdict } from 'access-analyzer-kit';");
    expect(module?.text).toContain("import { evaluate } from 'access-analyzer-kit';");
    expect(module?.prelude).toEqual(['evidence']);
    expect(guide('evaluate(evidence);')[0]?.text).not.toContain('import');
  });
});

it('a claim is what the value is, in every member', () => {
  const value = { a: [1, 'b'] };
  expect(claim(value, { a: [1, 'b'] })).toBe(value);
  expect(() => claim(value, { a: [1] })).toThrow('The comment says {"a":[1]}, and it is {"a":[1,"b"]}');
});

it('an error of types is told with the line of the document', () => {
  const modules = guide('const a = 1;\n', 'const b: string = a;\nnothing();\nexport const c = a;');
  expect(typeErrors(compile(modules), modules)).toEqual([
    "guide.md:7 Type 'number' is not assignable to type 'string'. (TS2322)",
    "guide.md:8 Cannot find name 'nothing'. (TS2304)",
  ]);
});
