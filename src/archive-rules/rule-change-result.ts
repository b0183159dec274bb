import { AwsCallError } from '../errors/aws-call-error.ts';
import { changeResult } from '../journal/change-result.ts';
import { JournalError } from '../journal/journal-error.ts';
import type { JournalResult } from '../journal/journal.ts';
import { IncompleteChangeError } from './incomplete-change-error.ts';

const WRITES_RULE = /^(?:Create|Update|Delete)ArchiveRule$/;

/** Whether a rule was written by what ended with this error: all that came before or after the write may have failed, too. */
export function ruleChangeResult(error: unknown): JournalResult {
  if (error instanceof IncompleteChangeError) return error.change.change === 'unchanged' ? 'failed' : 'done';
  const operation =
    error instanceof JournalError
      ? error.entry.operation
      : error instanceof AwsCallError
        ? error.problem.operation
        : '';
  return WRITES_RULE.test(operation) ? changeResult(error) : 'failed';
}
