import { relative } from 'node:path';
import ts from 'typescript';

/** What is asked of the comment of each public symbol, beside that there is one. */
export interface Asked {
  /** The IAM actions that a function's comment names, by function. */
  readonly actions: Readonly<Record<string, readonly string[]>>;
}

/** What the comments of everything that the entry points export leave unsaid, each with its file and line. */
export function tsdocGaps(program: ts.Program, entries: readonly string[], asked: Asked): string[] {
  const checker = program.getTypeChecker();
  const seen = new Set<ts.Symbol>();
  return entries.flatMap((entry) => {
    const file = program.getSourceFile(entry);
    const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
    if (module === undefined) throw new Error(`The compiler did not read ${entry}`);
    return checker.getExportsOfModule(module).flatMap((exported) => {
      const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
      const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
      if (seen.has(symbol)) return [];
      seen.add(symbol);
      return [...gapsOf(symbol, checker, asked), ...memberGaps(symbol, checker)];
    });
  });
}

function gapsOf(symbol: ts.Symbol, checker: ts.TypeChecker, { actions }: Asked): string[] {
  const said = textOf(symbol, checker);
  if (said === '') return [`${at(symbol)} ${symbol.name} has no comment`];
  if ((symbol.flags & ts.SymbolFlags.Function) === 0) return [];
  const tags = symbol.getJsDocTags(checker);
  const whole = [said, ...tags.map(({ text }) => ts.displayPartsToString(text))].join('\n');
  const gaps: string[] = [];
  if (!tags.some(({ name }) => name === 'example')) gaps.push('has no example');
  const asksAws = actions[symbol.name] ?? [];
  if (asksAws.length > 0 && !tags.some(({ name }) => name === 'throws')) gaps.push('does not say what it throws');
  for (const action of asksAws) if (!whole.includes(`\`${action}\``)) gaps.push(`does not name ${action}`);
  return gaps.map((gap) => `${at(symbol)} ${symbol.name} ${gap}`);
}

/** Methods have a comment; so has a number, unless its name tells the unit or what is counted. */
function memberGaps(symbol: ts.Symbol, checker: ts.TypeChecker): string[] {
  if ((symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class)) === 0) return [];
  return checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)).flatMap((member) => {
    const declaration = member.valueDeclaration;
    if (declaration === undefined || declaration.getSourceFile().isDeclarationFile) return [];
    if (ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) return [];
    if (textOf(member, checker) !== '') return [];
    if (ts.isMethodSignature(declaration) || ts.isMethodDeclaration(declaration) || ts.isAccessor(declaration)) {
      return [`${at(member)} ${symbol.name}.${member.name} has no comment`];
    }
    const isOption = /Options$|^Fake/.test(symbol.name);
    const type = checker.getNonNullableType(checker.getTypeOfSymbol(member));
    return isOption && (type.flags & ts.TypeFlags.NumberLike) !== 0
      ? [`${at(member)} ${symbol.name}.${member.name} does not say its unit`]
      : [];
  });
}

function textOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();
}

function at(symbol: ts.Symbol): string {
  const [declaration] = symbol.declarations ?? [];
  if (declaration === undefined) return '?';
  const file = declaration.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(declaration.getStart(file));
  return `${relative(process.cwd(), file.fileName)}:${line + 1}`;
}
