import type { AccessLevel } from './access-level.ts';
import { distinctActions, levelsOfAction } from './levels-of-actions.ts';

/**
 * The levels of each action, in the order List, Read, Write, Permissions, Tagging. Keys are the actions as given, each
 * spelling once, in their order. A name has one level, a pattern those of all actions that it matches, and what is
 * unknown has none: an empty list never means "harmless".
 *
 * @throws {@link InvalidInputError} for anything but strings.
 * @example
 * ```ts
 * accessLevelsByAction(['s3:GetObject', 's3:*BucketPolicy', 's3:Nonsense']);
 * // Map { 's3:GetObject' => ['Read'], 's3:*BucketPolicy' => ['Read', 'Permissions'], 's3:Nonsense' => [] }
 * ```
 */
export function accessLevelsByAction(actions: string | readonly string[]): Map<string, AccessLevel[]> {
  return new Map(Array.from(distinctActions(actions), (action) => [action, [...levelsOfAction(action)]]));
}
