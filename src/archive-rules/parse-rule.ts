import { makeProblem, type ProblemContext } from '../clients/to-problem.ts';
import { AwsCallError } from '../errors/aws-call-error.ts';
import type { ArchiveRule } from '../model/archive-rule.ts';
import { toArchiveRule } from './to-archive-rule.ts';

/** A rule of an answer, or the error that says what is wrong with the answer. */
export function parseRule(
  raw: unknown,
  context: ProblemContext,
): { readonly rule: ArchiveRule } | { readonly rule: undefined; readonly error: AwsCallError } {
  try {
    return { rule: toArchiveRule(raw) };
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause);
    return { rule: undefined, error: new AwsCallError(makeProblem('malformed-response', what, context), { cause }) };
  }
}
