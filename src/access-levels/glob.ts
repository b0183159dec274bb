/** A pattern with `*` (any run of characters) and `?` (any one), ready to be matched against many texts. */
export interface Glob {
  /** The pattern without repeated `*`. */
  readonly pattern: string;
  /** The length of the shortest text that can match. */
  readonly minimumLength: number;
}

/** Whether a text holds `*` or `?`. */
export function isGlob(text: string): boolean {
  return text.includes('*') || text.includes('?');
}

/** Prepares a pattern, in time linear in its length. */
export function compileGlob(pattern: string): Glob {
  // A constant expression: no RegExp is ever built from input, so that none can be made to backtrack.
  const collapsed = pattern.replace(/\*+/g, '*');
  let stars = 0;
  for (const character of collapsed) if (character === '*') stars++;
  return { pattern: collapsed, minimumLength: collapsed.length - stars };
}

/**
 * Whether the whole text matches; case counts.
 *
 * The greedy match of one `*` at a time: when a later part fails, only the last `*` takes one character more, since an
 * earlier one taking more could not help. A text shorter than the pattern's fixed characters is refused at once, so a
 * pattern that gets further is at most twice as long as the text plus one, however long the pattern was that the caller
 * wrote. For a text of n characters that bounds the work by n², with n ≤ 63 for AWS's longest action, and a pattern of
 * single letters between stars (`*a*a*a*b`), which makes backtracking matchers explode, takes n steps.
 */
export function matchesGlob({ pattern, minimumLength }: Glob, text: string): boolean {
  if (text.length < minimumLength) return false;
  let inPattern = 0;
  let inText = 0;
  let lastStar = -1;
  let resumeAt = 0;
  while (inText < text.length) {
    const expected = pattern[inPattern];
    if (expected === '*') {
      lastStar = inPattern++;
      resumeAt = inText;
    } else if (expected === '?' || expected === text[inText]) {
      inPattern++;
      inText++;
    } else if (lastStar >= 0) {
      inPattern = lastStar + 1;
      inText = ++resumeAt;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern++;
  return inPattern === pattern.length;
}
