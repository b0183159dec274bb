/** The text, cut to at most `limit` UTF-16 units with an ellipsis, never through a character. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** The same, cut in the middle: what stands at both ends is kept. */
export function clipMiddle(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const rest = Math.floor((limit - 1) / 2);
  const end = text.slice(text.length - rest);
  return `${clip(text, limit - rest)}${/^[\uDC00-\uDFFF]/.test(end) ? end.slice(1) : end}`;
}
