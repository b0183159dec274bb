import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { entriesOf, readManifest } from '../../scripts/lib/entries.ts';

/** A name that the package exports. */
export interface ExportedName {
  readonly name: string;
  readonly type: boolean;
  /** The entry point: `access-analyzer-kit/report`. */
  readonly from: string;
}

/** What the package exports, by name. A name that several entry points export is the first's: the root's before a subpath's. */
export async function readExportedNames(root: string): Promise<Map<string, ExportedName>> {
  const names = new Map<string, ExportedName>();
  for (const { specifier, source } of entriesOf(await readManifest(root))) {
    for (const { name, type } of await exportsOf(join(root, source))) {
      if (!names.has(name)) names.set(name, { name, type, from: specifier });
    }
  }
  return names;
}

async function exportsOf(path: string): Promise<Pick<ExportedName, 'name' | 'type'>[]> {
  const file = ts.createSourceFile(path, await readFile(path, 'utf8'), ts.ScriptTarget.Latest);
  const names = await Promise.all(
    file.statements.map(async (statement): Promise<Pick<ExportedName, 'name' | 'type'>[]> => {
      if (!ts.isExportDeclaration(statement)) return declaredExports(statement);
      const { exportClause, isTypeOnly, moduleSpecifier } = statement;
      if (exportClause !== undefined && ts.isNamedExports(exportClause)) {
        return exportClause.elements.map(({ name, isTypeOnly: one }) => ({ name: name.text, type: isTypeOnly || one }));
      }
      if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return [];
      const all = await exportsOf(join(dirname(path), moduleSpecifier.text));
      return all.map(({ name, type }) => ({ name, type: type || isTypeOnly }));
    }),
  );
  return names.flat();
}

function declaredExports(statement: ts.Statement): Pick<ExportedName, 'name' | 'type'>[] {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  if (modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) !== true) return [];
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
    return [{ name: statement.name.text, type: true }];
  }
  return [];
}
