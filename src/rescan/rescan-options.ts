import { LONGEST_TIMER_MS } from '../clients/until-aborted.ts';
import { checkOptions } from '../errors/check-options.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError, type InputIssue } from '../errors/invalid-input-error.ts';
import type { Problem } from '../errors/problem.ts';

/** Options of {@link rescanAndAwait}. */
export interface RescanOptions {
  /**
   * How long to wait for AWS at most, in milliseconds, from the start of the scan. AWS documents no latency; seconds to minutes are usual.
   *
   * @defaultValue 300000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Before the first look, in milliseconds. The time grows by 1.6 from look to look, with jitter.
   *
   * @defaultValue 2000
   */
  readonly minDelayMs?: number | undefined;
  /**
   * Between two looks at most, in milliseconds.
   *
   * @defaultValue 30000
   */
  readonly maxDelayMs?: number | undefined;
  /** Told about each look. What it throws is ignored: a progress line must not cost the outcome. */
  readonly onPoll?: ((poll: RescanPoll) => unknown) | undefined;
  /** An abort ends the waiting. The scan goes on: AWS has no call to stop it. */
  readonly signal?: AbortSignal | undefined;
}

/** One look at whether AWS has analysed the resource again. */
export interface RescanPoll {
  /** From 1 on. */
  readonly attempt: number;
  /** Milliseconds since the scan was started. */
  readonly elapsedMs: number;
  /** When AWS analysed the resource last, by AWS's clock. Absent when it does not know the resource, or did not answer. */
  readonly analyzedAt?: string;
  /** Whether that is after the scan was started. */
  readonly done: boolean;
  /** What went wrong with this look; it is made again. */
  readonly problem?: Problem;
}

/** The options with their defaults. */
export interface RescanSettings {
  readonly timeoutMs: number;
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  readonly onPoll: ((poll: RescanPoll) => unknown) | undefined;
  readonly signal: AbortSignal | undefined;
}

/** @throws {@link InvalidInputError} before any call. */
export function rescanSettings(options: RescanOptions): RescanSettings {
  checkOptions(options);
  const { maxDelayMs = 30_000, minDelayMs = 2_000, onPoll, signal, timeoutMs = 300_000 } = options;
  const issues: InputIssue[] = [];
  const milliseconds = { timeoutMs, minDelayMs, maxDelayMs };
  for (const [path, value] of Object.entries(milliseconds)) {
    const valid = typeof value === 'number' && value > 0 && value <= LONGEST_TIMER_MS;
    if (!valid) {
      issues.push({ path, found: found(value), expected: `milliseconds, more than 0 and at most ${LONGEST_TIMER_MS}` });
    }
  }
  if (issues.length === 0 && minDelayMs > maxDelayMs) {
    issues.push({
      path: 'minDelayMs',
      found: found(minDelayMs),
      expected: `at most maxDelayMs, which is ${maxDelayMs}`,
    });
  }
  if (onPoll !== undefined && typeof (onPoll as unknown) !== 'function') {
    issues.push({ path: 'onPoll', found: found(onPoll), expected: 'a function' });
  }
  if (issues.length > 0) throw new InvalidInputError('options', issues);
  return { timeoutMs, minDelayMs, maxDelayMs, onPoll, signal };
}
