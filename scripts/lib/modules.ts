import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

/** The files below a folder that end in one of the suffixes, sorted. */
export async function filesBelow(folder: string, ...suffixes: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && suffixes.some((suffix) => entry.name.endsWith(suffix)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Every module that a file names: imports, re-exports, `import()` in code and in types, reference directives. */
export async function importsOf(file: string): Promise<string[]> {
  const found = ts.preProcessFile(await readFile(file, 'utf8'), true, true);
  const names = [...found.importedFiles, ...found.referencedFiles, ...found.typeReferenceDirectives];
  return [...new Set(names.map(({ fileName }) => fileName))];
}

/** What a built file reaches. */
export interface Reach {
  /** Built files, absolute, the entry first. */
  readonly files: readonly string[];
  /** Modules outside the build, each with the first file that names it. */
  readonly modules: ReadonlyMap<string, string>;
}

/** Follows the relative imports of a built `.js` or `.d.ts` file; a declaration file continues in declaration files. */
export async function reachOf(entry: string): Promise<Reach> {
  const declarations = entry.endsWith('.d.ts');
  const files = [resolve(entry)];
  const modules = new Map<string, string>();
  // `files` grows while it is walked.
  for (const file of files) {
    for (const name of await importsOf(file)) {
      if (!name.startsWith('.')) {
        if (!modules.has(name)) modules.set(name, file);
        continue;
      }
      const target = resolve(dirname(file), declarations ? name.replace(/\.js$/, '.d.ts') : name);
      if (!files.includes(target)) files.push(target);
    }
  }
  return { files, modules };
}

/** `@scope/name/sub` and `name/sub` without the subpath. */
export function packageName(module: string): string {
  return module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');
}
