import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { ACCESS_LEVELS, type AccessLevel } from './access-level.ts';
import { findAction, findActions } from './find-actions.ts';
import { isGlob } from './glob.ts';

/**
 * The levels of one action or pattern, in the order in which they are shown; none when it is unknown.
 */
export function levelsOfAction(action: string): AccessLevel[] {
  if (!isGlob(action)) {
    const known = findAction(action);
    return known === undefined ? [] : [known.level];
  }
  const levels = new Set<AccessLevel>();
  for (const { level } of findActions(action)) {
    levels.add(level);
    if (levels.size === ACCESS_LEVELS.length) break;
  }
  return inOrder(levels);
}

/** The levels of a set, in the order in which they are shown. */
export function inOrder(levels: ReadonlySet<AccessLevel>): AccessLevel[] {
  return ACCESS_LEVELS.filter((level) => levels.has(level));
}

/**
 * The actions, each spelling once.
 *
 * @throws {@link InvalidInputError} for anything but strings.
 */
export function distinctActions(actions: string | readonly string[]): ReadonlySet<string> {
  const list: unknown = typeof actions === 'string' ? [actions] : actions;
  if (!Array.isArray(list)) throw notActions('', list, 'an IAM action or an array of them');
  for (const [index, action] of (list as readonly unknown[]).entries()) {
    if (typeof action !== 'string') throw notActions(`actions[${index}]`, action, 'an IAM action: "s3:GetObject"');
  }
  return new Set(list as readonly string[]);
}

function notActions(path: string, value: unknown, expected: string): InvalidInputError {
  return new InvalidInputError('actions', [{ path, found: found(value), expected }]);
}
