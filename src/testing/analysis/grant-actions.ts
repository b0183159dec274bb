import { sortedUnique } from '../../model/compare.ts';
import { likeIgnoreCase } from './like.ts';
import type { PolicyStatement } from './policy-document.ts';

/**
 * The actions that a statement names, sorted: wildcards stand for the known actions that they match, names are spelt as AWS
 * spells them, an unknown name and a wildcard that matches nothing known are kept as given (they grant something).
 */
export function statementActions(statement: PolicyStatement, known: readonly string[]): string[] {
  if (statement.notAction !== undefined) {
    const except = statement.notAction;
    return known.filter((action) => !except.some((pattern) => likeIgnoreCase(action, pattern)));
  }
  return sortedUnique(
    (statement.action ?? []).flatMap((pattern) => {
      const matched = known.filter((action) => likeIgnoreCase(action, pattern));
      return matched.length === 0 ? [pattern] : matched;
    }),
  );
}

/** Whether a statement is about this action. */
export function coversAction(statement: PolicyStatement, action: string): boolean {
  if (statement.notAction !== undefined) {
    return !statement.notAction.some((pattern) => likeIgnoreCase(action, pattern));
  }
  return (statement.action ?? []).some((pattern) => likeIgnoreCase(action, pattern));
}
