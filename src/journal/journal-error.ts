import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import type { JournalEntry } from './journal.ts';

/**
 * An entry could not be written to the journal; why is the `cause`. `entry.phase` says how far the change came: `before` means that
 * nothing was sent, `after` that the change was sent and `entry.result` what became of it.
 */
export class JournalError extends AccessAnalyzerKitError {
  /** The entry that the journal lacks. */
  readonly entry: JournalEntry;

  constructor(entry: JournalEntry, options?: { readonly cause?: unknown }) {
    super('JOURNAL_FAILED', describe(entry), options);
    this.entry = entry;
  }
}

function describe({ operation, phase, problem, result, target }: JournalEntry): string {
  const what = `${operation} on ${target}`;
  if (phase === 'before') return `The journal could not be written, so ${what} was not sent: nothing was changed.`;
  const outcomes = {
    done: 'was made',
    failed: 'failed, and changed nothing',
    unknown: 'was sent, and it is not known whether AWS made it',
  };
  const why = problem === undefined ? '' : ` (${problem.message})`;
  return `The change ${what} ${outcomes[result ?? 'unknown']}${why}, and the journal could not be told.`;
}
