import type { AccessLevel } from './access-level.ts';
import { distinctActions, inOrder, levelsOfAction } from './levels-of-actions.ts';

/** What some actions let their caller do. */
export interface AccessLevelClassification {
  /** The levels of the known actions, in the order List, Read, Write, Permissions, Tagging. */
  readonly levels: AccessLevel[];
  /** Actions that this release does not know, as given, each spelling once. Treat them as the worst. */
  readonly unknown: string[];
}

/**
 * The access levels of IAM actions, as the AccessAnalyzer-001 rule and Access Analyzer's console show them. AWS returns
 * none with a finding; they are looked up in a table made from AWS's Service Authorization Reference
 * ({@link accessLevelData}), levels as AWS publishes them.
 *
 * Case does not matter. `*` and `?` may stand anywhere, also in the service prefix; `*` alone is every action. A pattern
 * that matches nothing known is unknown.
 *
 * @throws {@link InvalidInputError} for anything but strings.
 * @example
 * ```ts
 * classifyAccessLevel(['s3:GetObject', 's3:PutBucketPolicy', 's3:FutureAction']);
 * // { levels: ['Read', 'Permissions'], unknown: ['s3:FutureAction'] }
 * ```
 */
export function classifyAccessLevel(actions: string | readonly string[]): AccessLevelClassification {
  if (typeof actions === 'string') {
    const levels = levelsOfAction(actions);
    return { levels: [...levels], unknown: levels.length === 0 ? [actions] : [] };
  }
  const levels = new Set<AccessLevel>();
  const unknown: string[] = [];
  for (const action of distinctActions(actions)) {
    const actionLevels = levelsOfAction(action);
    if (actionLevels.length === 0) unknown.push(action);
    for (const level of actionLevels) levels.add(level);
  }
  return { levels: inOrder(levels), unknown };
}
