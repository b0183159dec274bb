import type { AccessLevel } from './access-level.ts';
import { classifyAccessLevel } from './classify-access-level.ts';

/**
 * The levels from the least to the most that they put at risk. AWS ranks none; this order is ours, the one in which a
 * policy exception's `maxLevel` is meant. It is not the order in which levels are shown ({@link ACCESS_LEVELS}).
 */
export const LEVEL_ORDER: readonly AccessLevel[] = ['List', 'Tagging', 'Read', 'Write', 'Permissions'];

/** Negative when the first level puts less at risk than the second, zero for the same level: List < Tagging < Read < Write < Permissions. */
export function compareLevels(left: AccessLevel, right: AccessLevel): number {
  return LEVEL_ORDER.indexOf(left) - LEVEL_ORDER.indexOf(right);
}

/** Whether some actions reach above a level. Unknown actions, and no actions at all, exceed every level. */
export function exceedsLevel(actions: readonly string[], maxLevel: AccessLevel): boolean {
  if (actions.length === 0) return true;
  const { levels, unknown } = classifyAccessLevel(actions);
  return unknown.length > 0 || levels.some((level) => compareLevels(level, maxLevel) > 0);
}

/**
 * Whether some actions can change anything: Write, Permissions or Tagging. Unknown actions, and no actions at all, can.
 * Not the same as `exceedsLevel(actions, 'Read')`: Tagging ranks below Read and yet changes tags, and access that is
 * granted by tags with them.
 */
export function exceedsRead(actions: readonly string[]): boolean {
  if (actions.length === 0) return true;
  const { levels, unknown } = classifyAccessLevel(actions);
  return unknown.length > 0 || levels.some((level) => level !== 'List' && level !== 'Read');
}
