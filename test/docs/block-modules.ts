import { basename, join } from 'node:path';
import type ts from 'typescript';
import { isGuide, readBlocks, type Block } from './blocks.ts';
import { claimEdits } from './claims.ts';
import { applyEdits, type Edit } from './edits.ts';
import { readExportedNames, type ExportedName } from './exported-names.ts';
import { freeNames, parseBlock, topLevelNames, type TopLevelName } from './names.ts';
import { OUTSIDE, PRELUDE_NAMES } from './prelude-names.ts';

/** A block of TypeScript as a module of its own. */
export interface BlockModule {
  readonly block: Block;
  /** Where the module would stand if it were a file; it is none. */
  readonly path: string;
  /** Each line of the block stands on the line that it has in its document. */
  readonly text: string;
  /** The names that the prelude gives it. */
  readonly prelude: readonly string[];
  /** False for `no-run`: only type-checked. */
  readonly runs: boolean;
}

interface Parsed {
  readonly block: Block;
  readonly path: string;
  readonly file: ts.SourceFile;
  readonly names: readonly TopLevelName[];
  readonly free: readonly string[];
}

/** A name that a block takes from an earlier one of the same document. */
interface Taken {
  readonly from: Parsed;
  readonly name: TopLevelName;
}

const repository = join(import.meta.dirname, '..', '..');
const folder = join(import.meta.dirname, 'blocks');

/** Every block of TypeScript in the documents as a module. */
export async function readBlockModules(root: string = repository): Promise<BlockModule[]> {
  const [blocks, exported] = await Promise.all([readBlocks(root), readExportedNames(root)]);
  return blockModules(blocks, exported);
}

/**
 * What stands in for the names that a block does not declare: in a guide an earlier block of the same document, as for a
 * reader; in a TSDoc example the package's exports, {@link OUTSIDE} and the prelude.
 */
export function blockModules(blocks: readonly Block[], exported: ReadonlyMap<string, ExportedName>): BlockModule[] {
  const parsed = blocks.filter(({ language }) => language === 'ts').map(parse);
  const taken = new Map(parsed.map((one) => [one, isGuide(one.block) ? takenNames(one, parsed) : []]));
  const takenFrom = (one: Parsed): Set<string> =>
    new Set([...taken.values()].flat().flatMap(({ from, name }) => (from === one ? [name.name] : [])));
  return parsed.map((one) => {
    const fromEarlier = taken.get(one) ?? [];
    const ambient = isGuide(one.block) ? { imports: [], prelude: [] } : ambientNames(one, exported);
    const kept = one.names.filter(({ name, using }) => using !== undefined && takenFrom(one).has(name));
    const claims = claimEdits(one.file);
    const text = applyEdits(one.block.text, [...keepEdits(one.file, kept), ...claims]);
    const runs = !one.block.flags.includes('no-run');
    const head = [
      ...(kept.length > 0 ? [`import { keep } from '../kept.ts';`] : []),
      ...(claims.length > 0 ? [`import { claim } from '../claim.ts';`] : []),
      ...fromEarlier.map((name) => importOf(name, runs)),
      ...ambient.imports,
      ...(ambient.prelude.length > 0 ? [`import { prelude } from '../prelude.ts';`] : []),
      ...ambient.prelude.map((name) => `const ${name} = await prelude.${name}();`),
    ];
    const foot = one.names
      .filter((name) => name.imported === undefined && name.exported !== true)
      .filter((name) => name.using === undefined || kept.includes(name))
      .map(({ name, type }) => (type ? `type ${name}` : name));
    return {
      block: one.block,
      path: one.path,
      text: `${head.join(' ')}${'\n'.repeat(one.block.line - 1)}${text}\nexport { ${foot.join(', ')} };\n`,
      prelude: ambient.prelude,
      runs,
    };
  });
}

function parse(block: Block): Parsed {
  const file = parseBlock(block.text);
  const path = join(folder, `${block.document.replaceAll('/', '-')}.${block.line}.ts`);
  return { block, path, file, names: topLevelNames(file), free: freeNames(file) };
}

function takenNames(one: Parsed, all: readonly Parsed[]): Taken[] {
  const earlier = all
    .filter(({ block }) => block.document === one.block.document && block.line < one.block.line)
    .reverse();
  return one.free.flatMap((free) => {
    for (const from of earlier) {
      const name = from.names.find((candidate) => candidate.name === free);
      if (name !== undefined) return [{ from, name }];
    }
    return [];
  });
}

function importOf({ from, name }: Taken, runs: boolean): string {
  if (name.imported !== undefined) return `import ${name.imported.clause} from '${name.imported.from}';`;
  if (runs && !name.type && from.block.flags.includes('no-run')) {
    const place = `${from.block.document}:${from.block.line}`;
    return `throw new Error('${name.name} comes from ${place}, which is not run');`;
  }
  return `import { ${name.type ? 'type ' : ''}${name.name} } from './${basename(from.path)}';`;
}

function ambientNames(
  { free }: Parsed,
  exported: ReadonlyMap<string, ExportedName>,
): { readonly imports: string[]; readonly prelude: string[] } {
  const imports: string[] = [];
  const prelude: string[] = [];
  for (const name of free) {
    const found = exported.get(name);
    const outside = OUTSIDE[name];
    if (found !== undefined) imports.push(`import { ${found.type ? 'type ' : ''}${name} } from '${found.from}';`);
    else if (outside !== undefined) imports.push(`import { ${name} } from '${outside}';`);
    else if ((PRELUDE_NAMES as readonly string[]).includes(name)) prelude.push(name);
  }
  return { imports, prelude };
}

/** `keep(…)` in the place of each `using` whose name is used after the block. */
function keepEdits(file: ts.SourceFile, kept: readonly TopLevelName[]): Edit[] {
  return kept.flatMap(({ using }) => {
    if (using?.initializer === undefined) return [];
    const { initializer, parent } = using;
    return [
      { at: parent.getStart(file), end: using.getStart(file), by: 'const ' },
      { at: initializer.getStart(file), end: initializer.getStart(file), by: 'keep(' },
      { at: initializer.end, end: initializer.end, by: ')' },
    ];
  });
}
