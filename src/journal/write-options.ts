import { found } from '../errors/found.ts';
import { InvalidInputError, type InputIssue } from '../errors/invalid-input-error.ts';
import type { Journal } from './journal.ts';

/** Options of everything that changes something in AWS. */
export interface WriteOptions {
  /**
   * Make every read and every check, and no change: the result says what would be done. Nothing is written to the journal.
   *
   * @defaultValue false
   */
  readonly dryRun?: boolean | undefined;
  /** Where the change is written down, before and after. Default: nowhere. */
  readonly journal?: Journal | undefined;
  /** Who makes the change, for the journal. Default: the name of the local user. */
  readonly actor?: string | undefined;
  /** Why, for the journal. */
  readonly reason?: string | undefined;
  /** An abort takes back nothing that was sent; where AWS had not answered yet the journal says `unknown`. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * What is wrong with the options that every write has. For functions that have more to check; others use
 * {@link checkWriteOptions}.
 */
export function writeOptionIssues(options: WriteOptions): InputIssue[] {
  const given: unknown = options;
  if (typeof given !== 'object' || given === null) {
    return [{ path: 'options', found: found(given), expected: 'an object of options' }];
  }
  const issues: InputIssue[] = [];
  const expect = (path: keyof WriteOptions, valid: (value: unknown) => boolean, expected: string): void => {
    const value: unknown = options[path];
    if (value !== undefined && !valid(value)) issues.push({ path, found: found(value), expected });
  };
  expect('dryRun', (value) => typeof value === 'boolean', 'true or false');
  expect('journal', isJournal, 'the path of a file, or a function');
  expect('actor', isText, 'a name');
  expect('reason', isText, 'a text');
  expect('signal', isSignal, 'an AbortSignal');
  for (const [path, value] of dryRunsOf(options)) {
    // Passed over it would be a change where a question was meant.
    if (path !== 'dryRun') issues.push({ path, found: found(value), expected: 'dryRun, in this spelling' });
  }
  return issues;
}

/**
 * A `dryRun` that stands beside what is to be changed: nobody would hear it, and what was meant as a question would become a change.
 */
export function misplacedDryRun(target: object): InputIssue[] {
  const expected = 'nothing here: dryRun is one of the options, the argument after this one';
  return dryRunsOf(target).map(([path, value]) => ({ path, found: found(value), expected }));
}

/** What was certainly meant as `dryRun`: `dryrun`, `dry_run` … */
function dryRunsOf(given: object): [string, unknown][] {
  return Object.entries(given).filter(
    ([key, value]: [string, unknown]) => value !== undefined && /^dry[ _-]?run$/i.test(key),
  );
}

/**
 * Refuses options of the wrong kind, before any call is made.
 *
 * @throws {@link InvalidInputError}
 */
export function checkWriteOptions(options: WriteOptions): void {
  const issues = writeOptionIssues(options);
  if (issues.length > 0) throw new InvalidInputError('options', issues);
}

function isJournal(value: unknown): boolean {
  // A NUL cannot stand in a path; found here, before the call, rather than by the file system.
  return typeof value === 'function' || (isText(value) && !(value as string).includes('\0'));
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

/** Structural: another realm's signal is one, too. */
function isSignal(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value;
}
