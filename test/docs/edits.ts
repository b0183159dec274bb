/** Replaces a part of a text. */
export interface Edit {
  readonly at: number;
  readonly end: number;
  readonly by: string;
}

/** The text with all edits made; none may reach into another. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((left, right) => left.at - right.at || left.end - right.end)
    .reduceRight((edited, { at, end, by }) => edited.slice(0, at) + by + edited.slice(end), text);
}
