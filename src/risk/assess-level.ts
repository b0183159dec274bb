import type { AccessLevel } from '../access-levels/access-level.ts';
import { classifyAccessLevel } from '../access-levels/classify-access-level.ts';
import { compareLevels } from '../access-levels/level-order.ts';

/** The level that decides, and why. */
export interface LevelAssessment {
  readonly level: AccessLevel;
  readonly reason: string;
}

/** The most that some actions allow. No actions at all may be any, and so count as Permissions; an unknown one as Write. */
export function assessLevel(actions: readonly string[]): LevelAssessment {
  if (actions.length === 0) {
    return { level: 'Permissions', reason: 'AWS did not say what is allowed: counted as Permissions, the worst.' };
  }
  const { levels, unknown } = classifyAccessLevel(actions);
  const worst = [...levels].sort(compareLevels).at(-1);
  if (unknown.length === 0 || worst === 'Permissions' || worst === 'Write') {
    // Without unknown actions there is at least one known one, so that the alternative is never taken.
    const level = worst ?? 'Permissions';
    return { level, reason: `The most that it allows is ${level}.` };
  }
  const count = unknown.length === 1 ? 'An action is' : `${unknown.length} actions are`;
  return { level: 'Write', reason: `${count} not in the table of access levels: counted as Write.` };
}
