/** Deeper than anything that AWS nests, and far from what exhausts a stack. */
export const MAX_JSON_DEPTH = 32;

/**
 * Whether a value can be written as JSON and read back: no more than {@link MAX_JSON_DEPTH} levels, without cycles and without anything
 * that JSON cannot hold. Asked before anything recursive looks at a value of unknown shape.
 */
export function isPlainJson(value: unknown): boolean {
  let level = new Set<unknown>([value]);
  for (let depth = 0; depth <= MAX_JSON_DEPTH; depth += 1) {
    // A set: what a value holds twice is looked at once, or a few objects that hold each other would double with each level.
    const next = new Set<unknown>();
    for (const item of level) {
      if (typeof item === 'bigint' || typeof item === 'symbol' || typeof item === 'function') return false;
      if (typeof item === 'object' && item !== null) for (const member of Object.values(item)) next.add(member);
    }
    if (next.size === 0) return true;
    level = next;
  }
  return false;
}
