import { AwsCallError } from '../errors/aws-call-error.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import type { ProblemCode } from '../errors/problem.ts';
import { JournalError } from './journal-error.ts';
import type { JournalResult } from './journal.ts';

/** Failures after which AWS may have made the change all the same. */
const MAY_BE_DONE: readonly ProblemCode[] = ['network', 'timeout', 'malformed-response', 'unexpected'];

/**
 * What became of a change whose call ended with this error. More than one attempt leaves it `unknown` whatever the last one was told:
 * an earlier one may have got through.
 */
export function changeResult(error: unknown): JournalResult {
  if (error instanceof JournalError) return error.entry.result ?? 'failed';
  if (error instanceof InvalidInputError) return 'failed';
  if (!(error instanceof AwsCallError)) return 'unknown';
  const { attempts, code, httpStatus } = error.problem;
  if (MAY_BE_DONE.includes(code) || (attempts !== undefined && attempts > 1)) return 'unknown';
  return code === 'service' && (httpStatus === undefined || httpStatus >= 500) ? 'unknown' : 'failed';
}
