import ts from 'typescript';

/** A name that a block has at its top level, and how another block comes by it. */
export interface TopLevelName {
  readonly name: string;
  /** Only a type: interfaces, type aliases, `import type`. */
  readonly type: boolean;
  /** The clause and the module of an import: another block imports it from there. */
  readonly imported?: { readonly clause: string; readonly from: string };
  /** Exported by the block itself. */
  readonly exported?: true;
  /** Bound by `using` or `await using`: gone when the block ends. */
  readonly using?: ts.VariableDeclaration;
}

/** The syntax tree of a block. */
export function parseBlock(text: string): ts.SourceFile {
  return ts.createSourceFile('block.ts', text, ts.ScriptTarget.Latest, true);
}

/** What a block declares or imports at its top level. */
export function topLevelNames(file: ts.SourceFile): TopLevelName[] {
  return file.statements.flatMap((statement) => {
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
    const exported = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
    return namesOf(statement).map((name) => (exported ? { ...name, exported } : name));
  });
}

function namesOf(statement: ts.Statement): TopLevelName[] {
  if (ts.isImportDeclaration(statement)) return importedNames(statement);
  if (ts.isVariableStatement(statement)) {
    const { declarations, flags } = statement.declarationList;
    // The flag of `using` is part of that of `await using`.
    const using = (flags & ts.NodeFlags.Using) !== 0;
    return declarations.flatMap((declaration) =>
      boundNames(declaration.name).map((name) => ({ name, type: false, ...(using ? { using: declaration } : {}) })),
    );
  }
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
    return [{ name: statement.name.text, type: true }];
  }
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
    return statement.name === undefined ? [] : [{ name: statement.name.text, type: false }];
  }
  return [];
}

/** The names that a block uses and declares nowhere, sorted; globals are among them. */
export function freeNames(file: ts.SourceFile): string[] {
  const declared = new Set<string>();
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) (isDeclaration(node) ? declared : isUse(node) ? used : new Set()).add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...used].filter((name) => !declared.has(name)).sort();
}

function importedNames({ importClause, moduleSpecifier }: ts.ImportDeclaration): TopLevelName[] {
  if (importClause === undefined || !ts.isStringLiteral(moduleSpecifier)) return [];
  const from = moduleSpecifier.text;
  const wholeIsType = importClause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const { name, namedBindings } = importClause;
  const names: TopLevelName[] =
    name === undefined ? [] : [{ name: name.text, type: wholeIsType, imported: { clause: name.text, from } }];
  if (namedBindings === undefined) return names;
  if (ts.isNamespaceImport(namedBindings)) {
    const clause = `* as ${namedBindings.name.text}`;
    return [...names, { name: namedBindings.name.text, type: wholeIsType, imported: { clause, from } }];
  }
  for (const element of namedBindings.elements) {
    const type = wholeIsType || element.isTypeOnly;
    const as = element.propertyName === undefined ? '' : `${element.propertyName.text} as `;
    const clause = `{ ${type ? 'type ' : ''}${as}${element.name.text} }`;
    names.push({ name: element.name.text, type, imported: { clause, from } });
  }
  return names;
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []));
}

function isDeclaration(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent)) return true;
  const declares =
    ts.isVariableDeclaration(parent) ||
    ts.isBindingElement(parent) ||
    ts.isParameter(parent) ||
    ts.isFunctionLike(parent) ||
    ts.isClassLike(parent) ||
    ts.isInterfaceDeclaration(parent) ||
    ts.isTypeAliasDeclaration(parent) ||
    ts.isTypeParameterDeclaration(parent);
  return declares && parent.name === node;
}

/** A name that stands for a value or a type, and is no name of a member. */
function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  if (ts.isPropertyAssignment(parent) || ts.isEnumMember(parent)) return parent.initializer === node;
  if (ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent)) return parent.name !== node;
  if (ts.isBindingElement(parent)) return parent.propertyName !== node;
  if (ts.isMetaProperty(parent) || ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  return !ts.isNamedTupleMember(parent) || parent.name !== node;
}
