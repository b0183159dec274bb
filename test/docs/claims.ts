import ts from 'typescript';
import type { Edit } from './edits.ts';

/**
 * What a block claims in a comment behind an expression, or in the line below it: `levels.length; // 2`. Only literals are
 * claims; any other comment is text. The expression of a `console.log` is what it prints.
 */
export function claimEdits(file: ts.SourceFile): Edit[] {
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node)) {
      const claimed = claimBehind(file, node);
      const value = claimedValue(node.expression);
      if (claimed !== undefined && value !== undefined) {
        edits.push({ at: value.getStart(file), end: value.getStart(file), by: 'claim(' });
        edits.push({ at: value.end, end: value.end, by: `, ${claimed})` });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return edits;
}

function claimBehind(file: ts.SourceFile, statement: ts.ExpressionStatement): string | undefined {
  const [, comment] = /^[ \t]*(?:\n[ \t]*)?\/\/ ?(.*)/.exec(file.text.slice(statement.end)) ?? [];
  return comment !== undefined && isLiteralText(comment) ? comment : undefined;
}

function claimedValue(expression: ts.Expression): ts.Expression | undefined {
  if (!ts.isCallExpression(expression) || expression.expression.getText() !== 'console.log') return expression;
  return expression.arguments.length === 1 ? expression.arguments[0] : undefined;
}

function isLiteralText(text: string): boolean {
  const file = ts.createSourceFile('claim.ts', `(${text}\n)`, ts.ScriptTarget.Latest, true);
  const { parseDiagnostics } = file as ts.SourceFile & { readonly parseDiagnostics: readonly unknown[] };
  const [statement, ...others] = file.statements;
  if (
    parseDiagnostics.length > 0 ||
    others.length > 0 ||
    statement === undefined ||
    !ts.isExpressionStatement(statement)
  )
    return false;
  return ts.isParenthesizedExpression(statement.expression) && isLiteral(statement.expression.expression);
}

function isLiteral(node: ts.Expression): boolean {
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.every((property) => ts.isPropertyAssignment(property) && isLiteral(property.initializer));
  }
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isLiteral);
  if (ts.isStringLiteral(node) || ts.isNumericLiteral(node)) return true;
  return [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(node.kind);
}
