import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { ACCESS_LEVELS, type AccessLevel } from './access-level.ts';
import { findAction, findActions } from './find-actions.ts';
import { isGlob } from './glob.ts';

/**
 * The levels of one action or pattern, in the order in which they are shown; none when it is unknown.
 */
export function levelsOfAction(action: string): readonly AccessLevel[] {
  if (isGlob(action)) return levelsOfPattern(action);
  const known = findAction(action);
  return known === undefined ? NONE : ALONE[known.level];
}

const NONE: readonly AccessLevel[] = [];

const ALONE: Readonly<Record<AccessLevel, readonly AccessLevel[]>> = {
  List: ['List'],
  Read: ['Read'],
  Write: ['Write'],
  Permissions: ['Permissions'],
  Tagging: ['Tagging'],
};

/** Far more patterns than an organization's policies have, and far from what would be felt in memory. */
const REMEMBERED = 1000;

/** A pattern stands for the same actions each time: the findings of an account repeat a few, and each means a search. */
const patterns = new Map<string, readonly AccessLevel[]>();

function levelsOfPattern(pattern: string): readonly AccessLevel[] {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  const levels = new Set<AccessLevel>();
  for (const { level } of findActions(pattern)) {
    levels.add(level);
    if (levels.size === ACCESS_LEVELS.length) break;
  }
  const ordered = inOrder(levels);
  if (patterns.size >= REMEMBERED) patterns.clear();
  // A text that somebody made as long as they could is not worth remembering.
  if (pattern.length <= LONGEST) patterns.set(pattern, ordered);
  return ordered;
}

/** The longest that an action of AWS is, twice. */
const LONGEST = 128;

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
