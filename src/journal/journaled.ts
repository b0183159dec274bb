import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { cleanText } from '../clients/error-text.ts';
import { toProblem } from '../clients/to-problem.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import type { Problem } from '../errors/problem.ts';
import { isRecord, present, textOf } from '../model/loose.ts';
import { appendLine } from './append-line.ts';
import { changeResult } from './change-result.ts';
import { JournalError } from './journal-error.ts';
import type { Journal, JournalEntry, JournalResult } from './journal.ts';
import { checkWriteOptions, type WriteOptions } from './write-options.ts';

/** What is about to be changed, for the journal. Must hold no secret: it is written as it is. */
export interface Change {
  readonly operation: string;
  readonly region: string;
  readonly account?: string | undefined;
  readonly target: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * Makes one change with an entry in the journal before and after it; without a journal it just makes the call. The entry `after` is
 * written also when the call failed or was aborted. The journal is waited for even then: an abort that overtook it would leave
 * a change that nobody wrote down.
 *
 * @throws what the call throws; `signal.reason` on an abort; {@link JournalError} when the journal cannot be written. Before the
 * call that stops the change; after it, `entry.result` says what was changed.
 */
export async function journaled<Output extends object>(
  change: Change,
  options: WriteOptions,
  call: () => Promise<Output>,
): Promise<Output> {
  checkWriteOptions(options);
  if (options.dryRun === true) {
    throw new InvalidInputError('options', [{ path: 'dryRun', found: found(true), expected: 'no change to be made' }]);
  }
  const { journal, signal } = options;
  signal?.throwIfAborted();
  if (journal === undefined) return call();
  const facts = toFacts(change, options);
  await write(journal, { ...facts, at: now(), phase: 'before' });
  let sent = false;
  let output: Output;
  try {
    signal?.throwIfAborted();
    sent = true;
    output = await call();
  } catch (error) {
    const aborted = signal?.aborted === true;
    // Its account is the target's owner, which need not be the caller: a problem's is.
    const { operation, region } = change;
    const problem = aborted ? undefined : toProblem(error, { operation, region });
    const result = !sent ? 'failed' : aborted ? 'unknown' : changeResult(error);
    const outcome = { result, problem, requestId: problem?.requestId } as const;
    try {
      await write(journal, toAfter(facts, outcome));
    } catch (journalError) {
      // Whoever aborts waits for their own reason; the entry `before` stands alone then, which says `unknown`.
      if (!aborted) throw journalError;
    }
    signal?.throwIfAborted();
    throw error;
  }
  await write(journal, toAfter(facts, { result: 'done', requestId: requestIdOf(output) }));
  return output;
}

type Facts = Omit<JournalEntry, 'at' | 'phase'>;

function toFacts({ account, after, before, operation, region, target }: Change, options: WriteOptions): Facts {
  const { actor = localUser(), reason } = options;
  const who = actor;
  return {
    schema: 'access-analyzer-kit/journal@1',
    change: randomUUID(),
    operation,
    region,
    target,
    ...present({ account, who, reason }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

interface Outcome {
  readonly result: JournalResult;
  readonly problem?: Problem | undefined;
  readonly requestId?: string | undefined;
}

function toAfter(facts: Facts, { problem, requestId, result }: Outcome): JournalEntry {
  return { ...facts, at: now(), phase: 'after', result, ...present({ problem, requestId }) };
}

async function write(journal: Journal, entry: JournalEntry): Promise<void> {
  try {
    if (typeof journal === 'string') await appendLine(journal, toLine(entry));
    else await journal(entry);
  } catch (cause) {
    throw new JournalError(entry, { cause });
  }
}

/** Whatever could end a line or deceive a terminal is written as JSON's escape, so one entry is one line, and looks like what it is. */
function toLine(entry: JournalEntry): string {
  const ordered = present({ schema: entry.schema, at: entry.at, change: entry.change, phase: entry.phase });
  return JSON.stringify({ ...ordered, ...entry }).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
    Array.from({ length: character.length }, (_, unit) => character.charCodeAt(unit))
      .map((code) => `\\u${code.toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

function requestIdOf(output: object): string | undefined {
  const metadata = isRecord(output) ? output['$metadata'] : undefined;
  const id = isRecord(metadata) ? textOf(metadata['requestId']) : undefined;
  return id === undefined ? undefined : cleanText(id, 100);
}

function now(): string {
  return new Date().toISOString();
}

/** Some containers run under a user id that has no name. */
function localUser(): string | undefined {
  try {
    return textOf(userInfo().username);
  } catch {
    return undefined;
  }
}
