/**
 * Where the evidence of finished tasks is kept, so that a run that was killed can go on where it was. Implement it to keep it
 * elsewhere than in a directory: in a bucket, a table.
 *
 * Names are made of lower-case letters, digits, dots, hyphens and one slash. Texts hold evidence: who may read them may read
 * what the audit found.
 */
export interface Checkpoint {
  /** The text that was saved last under the name; undefined when none was. */
  load(name: string, options: { readonly signal?: AbortSignal | undefined }): Promise<string | undefined>;
  /** Saves a text under the name, whole or not at all. When it has resolved, a process that is killed has lost nothing. */
  save(name: string, text: string, options: { readonly signal?: AbortSignal | undefined }): Promise<void>;
}

/**
 * Why something in a checkpoint is not used. The task is done anew.
 *
 * - `damaged`: half-written, or changed since it was saved.
 * - `foreign`: not made by this run: another program's, another audit's, or of a time to come.
 * - `too-old`: the run was begun longer ago than allowed.
 * - `unreadable`: it could not be read at all, or is not a plain file of this user's.
 * - `not-saved`: what was just read could not be saved. It is in the evidence; only a later run cannot use it.
 */
export interface CheckpointProblem {
  readonly code: 'damaged' | 'foreign' | 'too-old' | 'unreadable' | 'not-saved';
  /** Under which name: `{plan}/run`, `{plan}/111122223333.eu-west-1`. */
  readonly name: string;
  /** What happened, in one sentence. */
  readonly message: string;
}
