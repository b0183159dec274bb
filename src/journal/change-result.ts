import { AwsCallError } from '../errors/aws-call-error.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import type { ProblemCode } from '../errors/problem.ts';
import { JournalError } from './journal-error.ts';
import type { JournalResult } from './journal.ts';

/** Failures after which AWS may have made the change all the same. */
const MAY_BE_DONE: readonly ProblemCode[] = ['network', 'timeout', 'malformed-response', 'unexpected'];

/** What the SDK calls an error that its answer does not name, the last one where S3's has the status 404. */
const NAMELESS: readonly (string | undefined)[] = [undefined, 'Unknown', 'UnknownError', 'NotFound'];

/**
 * What became of a change whose call ended with this error. More than one attempt leaves it `unknown` whatever the last one was told:
 * an earlier one may have got through. So does a refusal without AWS's name for it: a proxy's, which may have passed the change on.
 */
export function changeResult(error: unknown): JournalResult {
  if (error instanceof JournalError) return error.entry.result ?? 'failed';
  if (error instanceof InvalidInputError) return 'failed';
  if (!(error instanceof AwsCallError)) return 'unknown';
  const { attempts, awsError, code, httpStatus } = error.problem;
  if (MAY_BE_DONE.includes(code) || (attempts !== undefined && attempts > 1)) return 'unknown';
  if (httpStatus !== undefined && NAMELESS.includes(awsError)) return 'unknown';
  return code === 'service' && (httpStatus === undefined || httpStatus >= 500) ? 'unknown' : 'failed';
}
