import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { ACCESS_LEVELS, type AccessLevel } from './access-level.ts';
import { findAction, findActions } from './find-actions.ts';
import { isGlob } from './glob.ts';

/**
 * The levels of each action, in the order List, Read, Write, Permissions, Tagging. Keys are the actions as given, each
 * spelling once, in their order. A name has one level, a pattern those of all actions that it matches, and what is
 * unknown has none: an empty list is never "harmless".
 *
 * @throws {@link InvalidInputError} for anything but strings.
 * @example
 * ```ts
 * accessLevelsByAction(['s3:GetObject', 's3:*Tagging', 's3:Nonsense']);
 * // Map { 's3:GetObject' => ['Read'], 's3:*Tagging' => ['Read', 'Tagging'], 's3:Nonsense' => [] }
 * ```
 */
export function accessLevelsByAction(actions: string | readonly string[]): Map<string, AccessLevel[]> {
  const levels = new Map<string, AccessLevel[]>();
  for (const action of toList(actions)) if (!levels.has(action)) levels.set(action, levelsOf(action));
  return levels;
}

function toList(actions: string | readonly string[]): readonly string[] {
  const list: unknown = typeof actions === 'string' ? [actions] : actions;
  if (!Array.isArray(list)) throw notActions('', list);
  list.forEach((action: unknown, index) => {
    if (typeof action !== 'string') throw notActions(`actions[${index}]`, action);
  });
  return list as readonly string[];
}

function notActions(path: string, value: unknown): InvalidInputError {
  const expected = path === '' ? 'an IAM action or an array of them' : 'an IAM action such as "s3:GetObject"';
  return new InvalidInputError('actions', [{ path, found: found(value), expected }]);
}

function levelsOf(action: string): AccessLevel[] {
  if (!isGlob(action)) {
    const known = findAction(action);
    return known === undefined ? [] : [known.level];
  }
  const levels = new Set<AccessLevel>();
  for (const { level } of findActions(action)) {
    levels.add(level);
    if (levels.size === ACCESS_LEVELS.length) break;
  }
  return ACCESS_LEVELS.filter((level) => levels.has(level));
}
