/**
 * Whether a text matches an IAM pattern: `*` is any run of characters, `?` is any one. Never a regular expression: at worst
 * it takes the product of the two lengths, so that a hostile pattern stays harmless.
 */
export function like(text: string, pattern: string): boolean {
  let at = 0;
  let wanted = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const want = pattern[wanted];
    if (want === '*') {
      star = wanted;
      resume = at;
      wanted += 1;
    } else if (want !== undefined && (want === '?' || want === text[at])) {
      at += 1;
      wanted += 1;
    } else if (star >= 0) {
      resume += 1;
      at = resume;
      wanted = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[wanted] === '*') wanted += 1;
  return wanted === pattern.length;
}

/** {@link like} without regard to case, as IAM compares action names. */
export function likeIgnoreCase(text: string, pattern: string): boolean {
  return like(text.toLowerCase(), pattern.toLowerCase());
}
